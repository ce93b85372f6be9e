import { existsSync } from 'node:fs';
import { Delayer, type Carried } from './Delayer.ts';
import { CLIENT, createHosts, DEVICE, iproute, removeHosts, SERVER } from './hosts.ts';
import type { RoadShape } from './RoadShape.ts';

/** More packets than can be under way, so that none is dropped but by `lossPercent`. */
const QUEUE_PACKETS = '100000';
/** Faster than any sender here: with a rate netem keeps the order of packets, as a real road mostly does. */
const ENDLESS_RATE = '100gbit';
const TUN = '/dev/net/tun';

/** Two hosts on this machine, and a road with a delay between them. */
export class Road {
	readonly client = CLIENT;
	readonly server = SERVER;
	readonly #delayer: Delayer | undefined;

	private constructor(delayer: Delayer | undefined) {
		this.#delayer = delayer;
	}

	/** What is missing here for building roads; undefined if nothing is. */
	static missing(): string | undefined {
		if (process.platform !== 'linux') return 'Linux';
		if (process.getuid?.() !== 0) return 'root';
		try {
			createHosts();
			iproute('tc', '-Version');
			if (hasNetem() || existsSync(TUN)) return undefined;
			return `netem in the kernel (CONFIG_NET_SCH_NETEM), or ${TUN}`;
		} catch (error) {
			return `network namespaces and iproute2's ip and tc (${messageOf(error)})`;
		} finally {
			removeHosts();
		}
	}

	/** Builds a road. It is removed by {@link close}, and at the latest when this process ends. */
	static async build(shape: RoadShape): Promise<Road> {
		process.once('exit', removeHosts);
		createHosts();
		try {
			const isPlain = shape.roundTripMs === 0 && shape.lossPercent === 0;
			if (isPlain || hasNetem()) {
				connectByVeth();
				configureDevices();
				if (!isPlain) delayByNetem(shape);
				return new Road(undefined);
			}
			const delayer = await connectByTun(shape);
			configureDevices();
			return new Road(delayer);
		} catch (error) {
			removeHosts();
			throw error;
		}
	}

	/** What delays the packets. */
	get kind(): string {
		return this.#delayer === undefined ? 'veth and netem' : 'TUN devices and delayer.py';
	}

	/** Removes it. Returns what it carried, unless the kernel did that. */
	async close(): Promise<Carried | undefined> {
		const carried = await this.#delayer?.stop();
		removeHosts();
		process.off('exit', removeHosts);
		return carried;
	}
}

function connectByVeth(): void {
	const ends = [DEVICE, 'netns', CLIENT.namespace, 'type', 'veth', 'peer', 'name', DEVICE];
	iproute('ip', 'link', 'add', ...ends, 'netns', SERVER.namespace);
}

async function connectByTun(shape: RoadShape): Promise<Delayer> {
	const hosts = [CLIENT, SERVER];
	const devices = [`apns${process.pid}a`, `apns${process.pid}b`] as const;
	const delayer = await Delayer.start(devices, shape);
	for (const [index, { namespace }] of hosts.entries()) {
		iproute('ip', 'link', 'set', devices[index]!, 'netns', namespace, 'name', DEVICE);
	}
	return delayer;
}

function configureDevices(): void {
	for (const { namespace, address } of [CLIENT, SERVER]) {
		const device = ['dev', DEVICE];
		iproute('ip', '-n', namespace, 'address', 'add', `${address}/24`, ...device);
		iproute('ip', '-n', namespace, 'link', 'set', ...device, 'txqueuelen', QUEUE_PACKETS, 'up');
	}
}

function delayByNetem({ roundTripMs, jitterMs, lossPercent }: RoadShape): void {
	const delay = ['delay', `${roundTripMs / 2}ms`, `${jitterMs / 2}ms`, 'rate', ENDLESS_RATE];
	const loss = lossPercent === 0 ? [] : ['loss', `${lossPercent}%`];
	for (const { namespace } of [CLIENT, SERVER]) {
		const netem = ['root', 'netem', 'limit', QUEUE_PACKETS, ...delay, ...loss];
		iproute('tc', '-n', namespace, 'qdisc', 'add', 'dev', DEVICE, ...netem);
	}
}

/** Asks the kernel, in a namespace of ours. */
function hasNetem(): boolean {
	try {
		iproute('tc', '-n', CLIENT.namespace, 'qdisc', 'add', 'dev', 'lo', 'root', 'netem');
		iproute('tc', '-n', CLIENT.namespace, 'qdisc', 'delete', 'dev', 'lo', 'root');
		return true;
	} catch {
		return false;
	}
}

function messageOf(error: unknown): string {
	return error instanceof Error ? error.message.split('\n').slice(0, 2).join(' ') : String(error);
}
