import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../setup/temporaryFolder.mjs';
import { askProcess } from './measure/askProcess.ts';
import { runRow, type RowOutcome } from './measure/runRow.ts';
import type { StreamsReport } from './measure/streamsProcess.ts';
import type { Road } from './road/Road.ts';
import type { RowRequest } from './rows/Row.ts';
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
	readonly #road: Road | undefined;
	readonly #deliveryBundle: string;
	readonly #peersFolder: string;
	readonly #caFile: string;

	private constructor(
		sink: Sink,
		road: Road | undefined,
		deliveryBundle: string,
		peersFolder: string,
	) {
		this.sink = sink;
		this.#road = road;
		this.#deliveryBundle = deliveryBundle;
		this.#peersFolder = peersFolder;
		this.#caFile = join(temporaryFolder('bench-ca'), 'ca.pem');
		writeFileSync(this.#caFile, sink.address.identity.caCertificate);
	}

	/**
	 * Installs and builds what the given rows need.
	 *
	 * @param road between the rows and the sink; default: both are on this host
	 */
	static async start(rows: readonly BenchRow[], road?: Road): Promise<Bench> {
		const needs = new Set(rows.map((row) => row.needs));
		if (needs.has('n8n')) await call('../setup/prepare.mjs', 'prepare');
		const peersFolder = needs.has('peers') ? await call('./peers.mjs', 'peers') : '';
		const sink = await Sink.start(road?.server);
		return new Bench(sink, road, await bundleDelivery(), String(peersFolder));
	}

	/** Measures one row once. */
	async run(row: BenchRow, options: RunOptions): Promise<RowOutcome> {
		const request = this.#request(row, options);
		return await runRow(this.sink, request, {
			...this.#processOf(row),
			execArgv: [...(row.execArgv ?? []), ...(options.execArgv ?? [])],
			timeLimitMs:
				START_LIMIT_MS + ((request.count + request.warmUpCount) / SLOWEST_PER_SECOND) * 1_000,
		});
	}

	/** Sends with a row, breaks one of its connections in the last quarter, and reports what was open. */
	async breakConnection(row: BenchRow, count: number): Promise<StreamsReport> {
		const request = this.#request(row, { count, warmUpCount: 0 });
		await this.sink.cutAfter(request.count * 0.75);
		const file = join(import.meta.dirname, 'measure', 'streamsProcess.ts');
		const options = { ...this.#processOf(row), execArgv: row.execArgv ?? [] };
		const report = await askProcess<StreamsReport>(file, request, options);
		await this.sink.cutAfter(undefined);
		await this.sink.report();
		return report;
	}

	async stop(): Promise<void> {
		await this.sink.stop();
	}

	#request(row: BenchRow, { count, warmUpCount, profile = false }: RunOptions): RowRequest {
		const rowCount = countOf(row, count);
		return {
			...row,
			sink: this.sink.address,
			count: rowCount,
			warmUpCount: warmUpCount ?? Math.min(rowCount, DEFAULT_WARM_UP),
			deliveryBundle: this.#deliveryBundle,
			peersFolder: this.#peersFolder,
			profile,
		};
	}

	#processOf(row: BenchRow) {
		return { host: this.#road?.client, env: row.needs === 'peers' ? this.#peerEnvironment() : {} };
	}

	/** Not all peers have options for the server and its CA. */
	#peerEnvironment(): Record<string, string> {
		const { host, port } = this.sink.address;
		return {
			NODE_EXTRA_CA_CERTS: this.#caFile,
			APNS_TEST_HOST: host,
			APNS_TEST_PORTS: JSON.stringify({ 'api.push.apple.com': port }),
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
