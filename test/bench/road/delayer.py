"""
Carries IP packets between two TUN devices: each way after a delay, and some of them not at all. It does what netem
does with `delay`, `loss` and `rate` (with which it keeps the order of packets), where the kernel has no netem.

    delayer.py <device> <device> <delay ms> <jitter ms> <loss %>

Creates the devices, writes "ready", and ends with its stdin. Then it writes what it has carried.
"""

import collections
import fcntl
import json
import os
import random
import select
import struct
import sys
import time

# <linux/if_tun.h>
TUNSETIFF = 0x400454CA
IFF_TUN = 0x0001
IFF_NO_PI = 0x1000

LARGEST_PACKET = 65536
# Enough for a turn, and few enough that a packet that is due does not wait for those that come.
PACKETS_IN_A_ROW = 64


def open_device(name):
    device = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    request = struct.pack("16sH22x", name.encode(), IFF_TUN | IFF_NO_PI)
    fcntl.ioctl(device, TUNSETIFF, request)
    return device


class Lane:
    """One direction."""

    def __init__(self, source, target, delay, jitter, loss):
        self.source, self.target = source, target
        self.delay, self.jitter, self.loss = delay, jitter, loss
        self.waiting = collections.deque()
        self.last_due = 0.0
        self.carried = self.lost = 0
        self.late = self.latest = 0.0

    def take(self):
        for _ in range(PACKETS_IN_A_ROW):
            try:
                packet = os.read(self.source, LARGEST_PACKET)
            except OSError:
                # None left, or the device is not up.
                return
            if random.random() < self.loss:
                self.lost += 1
                continue
            due = time.monotonic() + self.delay + random.uniform(-self.jitter, self.jitter)
            self.last_due = max(self.last_due, due)
            self.waiting.append((self.last_due, packet))

    def give(self):
        while self.waiting and self.waiting[0][0] <= time.monotonic():
            due, packet = self.waiting.popleft()
            try:
                os.write(self.target, packet)
            except OSError:
                # The device is not up.
                continue
            late = time.monotonic() - due
            self.carried += 1
            self.late += late
            self.latest = max(self.latest, late)


def main():
    names, numbers = sys.argv[1:3], [float(text) for text in sys.argv[3:6]]
    delay, jitter, loss = numbers[0] / 1000, numbers[1] / 1000, numbers[2] / 100
    one, other = (open_device(name) for name in names)
    lanes = [Lane(one, other, delay, jitter, loss), Lane(other, one, delay, jitter, loss)]
    # A road takes nobody's time: it does not wait until sender and receiver have done their work.
    os.nice(-20)
    print("ready", flush=True)
    while True:
        due = min((lane.waiting[0][0] for lane in lanes if lane.waiting), default=None)
        timeout = None if due is None else max(0, due - time.monotonic())
        readable, _, _ = select.select([one, other, sys.stdin], [], [], timeout)
        if sys.stdin in readable:
            break
        for lane in lanes:
            lane.give()
            if lane.source in readable:
                lane.take()
    carried = sum(lane.carried for lane in lanes)
    report = {
        "carried": carried,
        "lost": sum(lane.lost for lane in lanes),
        "meanLateMs": 1000 * sum(lane.late for lane in lanes) / max(1, carried),
        "maxLateMs": 1000 * max(lane.latest for lane in lanes),
    }
    try:
        print(json.dumps(report), flush=True)
    except BrokenPipeError:
        # Whoever asked has ended.
        os._exit(1)


main()
