import { systemClock, type Clock } from '../../../nodes/Apns/delivery/time/Clock.ts';

/**
 * For a test of several connections: the event loop, which the simulator shares, never counts as busy, so that
 * further connections are opened if answers take long.
 */
export const idleClock: Clock = { ...systemClock, busyMs: () => 0 };
