import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../setup/temporaryFolder.mjs';
import { runRow, type RowOutcome } from './measure/runRow.ts';
import { bundleDelivery } from './rows/bundleDelivery.ts';
import type { BenchRow } from './rows/rows.ts';
import { Sink } from './sink/Sink.ts';

/** How to run a row. */
export interface RunOptions {
	readonly count: number;
	readonly warmUpCount?: number;
	readonly profile?: boolean;
	readonly execArgv?: readonly string[];
}

const DEFAULT_WARM_UP = 5_000;
const START_LIMIT_MS = 60_000;
/** Slower than the slowest peer; a row that takes longer is stopped. */
const SLOWEST_PER_SECOND = 150;

/** Everything that rows need, prepared once. */
export class Bench {
	readonly sink: Sink;
	readonly #deliveryBundle: string;
	readonly #peersFolder: string;
	readonly #caFile: string;

	private constructor(sink: Sink, deliveryBundle: string, peersFolder: string) {
		this.sink = sink;
		this.#deliveryBundle = deliveryBundle;
		this.#peersFolder = peersFolder;
		this.#caFile = join(temporaryFolder('bench-ca'), 'ca.pem');
		writeFileSync(this.#caFile, sink.address.identity.caCertificate);
	}

	/** Installs and builds what the given rows need. */
	static async start(rows: readonly BenchRow[]): Promise<Bench> {
		const needs = new Set(rows.map((row) => row.needs));
		if (needs.has('n8n')) await call('../setup/prepare.mjs', 'prepare');
		const peersFolder = needs.has('peers') ? await call('./peers.mjs', 'peers') : '';
		return new Bench(await Sink.start(), await bundleDelivery(), String(peersFolder));
	}

	/** Measures one row once. */
	async run(row: BenchRow, options: RunOptions): Promise<RowOutcome> {
		const { execArgv = [], profile = false } = options;
		const count = countOf(row, options.count);
		const warmUpCount = options.warmUpCount ?? Math.min(count, DEFAULT_WARM_UP);
		const { sink } = this;
		return await runRow(
			sink,
			{
				...row,
				sink: sink.address,
				count,
				warmUpCount,
				deliveryBundle: this.#deliveryBundle,
				peersFolder: this.#peersFolder,
				profile,
			},
			{
				env: row.needs === 'peers' ? this.#peerEnvironment() : {},
				execArgv: [...(row.execArgv ?? []), ...execArgv],
				timeLimitMs: START_LIMIT_MS + ((count + warmUpCount) / SLOWEST_PER_SECOND) * 1_000,
			},
		);
	}

	async stop(): Promise<void> {
		await this.sink.stop();
	}

	/** Not all peers have options for the server and its CA. */
	#peerEnvironment(): Record<string, string> {
		return {
			NODE_EXTRA_CA_CERTS: this.#caFile,
			APNS_TEST_PORTS: JSON.stringify({ 'api.push.apple.com': this.sink.address.port }),
		};
	}
}

/** How many notifications a row sends. */
export function countOf(row: BenchRow, wanted: number): number {
	return Math.min(wanted, row.maxCount ?? Infinity);
}

/** The preparing scripts are untyped JavaScript. */
async function call(script: string, name: string): Promise<unknown> {
	const module = (await import(script)) as Record<string, () => Promise<unknown>>;
	return await module[name]!();
}
