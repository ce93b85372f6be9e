import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../../setup/temporaryFolder.mjs';

/** One execution of Send in Bulk, without what n8n does before and after the node. */
export interface NodeRun {
	/** The sender of its notifications. */
	readonly sender: number;
	readonly startMs: number;
	readonly endMs: number;
}

/** When a timer was due for the event loop, and how late it was. */
export type Tick = readonly [atMs: number, lateMs: number];

type Line = { readonly bulk: NodeRun } | { readonly ticks: readonly Tick[] };

/** What `watchN8n.cjs` tells about n8n from inside. */
export class Watch {
	readonly #file = join(temporaryFolder('watch'), 'lines');

	/** For n8n's process. */
	get environment(): Record<string, string> {
		return {
			NODE_OPTIONS: `--require ${join(import.meta.dirname, 'watchN8n.cjs')}`,
			APNS_BENCH_WATCH: this.#file,
		};
	}

	/** Executions that ended, the first first. */
	runs(): NodeRun[] {
		return this.#lines().flatMap((line) => ('bulk' in line ? [line.bulk] : []));
	}

	/** All that have been written; the last half second is not yet. */
	ticks(): Tick[] {
		return this.#lines().flatMap((line) => ('ticks' in line ? line.ticks : []));
	}

	#lines(): Line[] {
		if (!existsSync(this.#file)) return [];
		const whole = readFileSync(this.#file, 'utf8').split('\n').slice(0, -1);
		return whole.map((line) => JSON.parse(line) as Line);
	}
}

/** The monotonic clock, the same in all processes of a machine. */
export function monotonicMs(): number {
	return Number(process.hrtime.bigint()) / 1e6;
}
