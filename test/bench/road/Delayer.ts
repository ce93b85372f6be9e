import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface, type Interface } from 'node:readline';
import type { RoadShape } from './RoadShape.ts';

/** What it has carried, in both directions. */
export interface Carried {
	readonly carried: number;
	readonly lost: number;
	/** How long packets waited beyond their delay. */
	readonly meanLateMs: number;
	readonly maxLateMs: number;
}

/** A process that carries packets between two TUN devices, where the kernel has no netem. */
export class Delayer {
	readonly #process: ChildProcess;
	readonly #lines: Interface;

	private constructor(child: ChildProcess) {
		this.#process = child;
		this.#lines = createInterface({ input: child.stdout! });
	}

	/** Creates the devices, in the namespace of this process. */
	static async start(devices: readonly [string, string], shape: RoadShape): Promise<Delayer> {
		const { roundTripMs, jitterMs, lossPercent } = shape;
		const numbers = [roundTripMs / 2, jitterMs / 2, lossPercent].map(String);
		const script = join(import.meta.dirname, 'delayer.py');
		const child = spawn('python3', [script, ...devices, ...numbers], {
			stdio: ['pipe', 'pipe', 'inherit'],
		});
		const delayer = new Delayer(child);
		await Promise.race([
			once(delayer.#lines, 'line'),
			once(child, 'exit').then(([code]) => {
				throw new Error(`delayer.py ended with ${code}.`);
			}),
		]);
		return delayer;
	}

	/** Ends it, and removes its devices. */
	async stop(): Promise<Carried> {
		const reported = once(this.#lines, 'line');
		const exited = once(this.#process, 'exit');
		this.#process.stdin?.end();
		const [line] = (await reported) as [string];
		await exited;
		return JSON.parse(line) as Carried;
	}
}
