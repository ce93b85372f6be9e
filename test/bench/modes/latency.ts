import { join } from 'node:path';
import { Bench } from '../Bench.ts';
import { number, spread, table } from '../markdown.ts';
import { askProcess } from '../measure/askProcess.ts';
import { comparedRows } from '../rows/rows.ts';
import { quantile, spreadOf, type Spread } from '../statistics.ts';
import type { ColdLatencyRequest, Moment, Moments } from './coldLatencyProcess.ts';
import type { Options } from './Options.ts';
import type { WarmLatencies, WarmLatencyRequest } from './warmLatencyProcess.ts';

/** Results of single notifications in a warm process. */
export interface WarmResult {
	readonly name: string;
	readonly engine: string;
	readonly medianMs: number;
	readonly p99Ms: number;
	/** The median of the bare requests in between. */
	readonly roundTripMs: number;
	/** The median of n8n's own node that does nothing. */
	readonly emptyMs: number;
	/** The node's median minus the round trip. */
	readonly medianBeyondMs: number;
	readonly p99BeyondMs: number;
}

/** A phase of the first notification of a process. */
export interface ColdPhase {
	readonly phase: string;
	readonly engine: string;
	/** Since the start of the execution. */
	readonly beginsMs: Spread | undefined;
	readonly tookMs: Spread | undefined;
}

const DEFAULT_COUNT = 2_000;
const MAX_MEDIAN_BEYOND_MS = 2;
const MAX_P99_BEYOND_MS = 5;

/**
 * By default n8n gives each execution a new expression sandbox from a pool of one, and creates the next one
 * while the execution runs: about 10 ms of this process's time, whatever the node does. With
 * N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE it does so only if an execution evaluates an expression.
 */
const ENGINES = [
	{ engine: 'lazy sandbox', lazyAcquire: true, pauseMs: 0, only: undefined },
	{ engine: "n8n's default", lazyAcquire: false, pauseMs: 50, only: 'send' },
];

const PHASES: ReadonlyArray<[string, Moment | undefined, Moment]> = [
	['n8n, parameters, credential', undefined, 'opening'],
	['TLS context with its root certificates', 'opening', 'opened'],
	['DNS', 'opened', 'lookedUp'],
	['TCP', 'lookedUp', 'tcpConnected'],
	['TLS', 'tcpConnected', 'tlsConnected'],
	['first SETTINGS', 'tlsConnected', 'settings'],
	['JWT signed', 'signing', 'signed'],
	['first answer', 'requested', 'answered'],
	['result, n8n', 'answered', 'ended'],
	['all', undefined, 'ended'],
];

/** Measures how long a single notification takes, and prints it. */
export async function measureLatency(
	options: Options,
): Promise<{ warm: WarmResult[]; cold: ColdPhase[] }> {
	const rows = comparedRows.filter(({ name }) => name.startsWith('send'));
	const bench = await Bench.start(rows);
	const sink = bench.sink.address;
	const warm: WarmResult[] = [];
	for (const { engine, lazyAcquire, pauseMs, only } of ENGINES) {
		for (const { name, parameters = {} } of rows) {
			if (only !== undefined && name !== only) continue;
			const file = join(import.meta.dirname, 'warmLatencyProcess.ts');
			const count = options.count ?? DEFAULT_COUNT;
			const request: WarmLatencyRequest = { sink, count, parameters, lazyAcquire, pauseMs };
			warm.push(warmResult(name, engine, await askProcess<WarmLatencies>(file, request)));
		}
	}
	const cold: ColdPhase[] = [];
	for (const { engine, lazyAcquire } of ENGINES) {
		const file = join(import.meta.dirname, 'coldLatencyProcess.ts');
		const { parameters = {} } = rows[0]!;
		const request: ColdLatencyRequest = { sink, parameters, lazyAcquire };
		const rounds: Moments[] = [];
		for (let round = 0; round < options.rounds; round += 1) {
			rounds.push(await askProcess<Moments>(file, request));
		}
		cold.push(...PHASES.map((phase) => coldPhase(engine, rounds, ...phase)));
	}
	await bench.stop();
	print(warm, cold);
	// The time for sandboxes is n8n's, not the node's.
	const isSlow = warm.some(
		({ engine, medianBeyondMs, p99BeyondMs }) =>
			engine === ENGINES[0]!.engine &&
			(medianBeyondMs > MAX_MEDIAN_BEYOND_MS || p99BeyondMs > MAX_P99_BEYOND_MS),
	);
	if (options.check && isSlow) process.exitCode = 1;
	return { warm, cold };
}

function warmResult(name: string, engine: string, latencies: WarmLatencies): WarmResult {
	const { engineMs, emptyMs, bareMs } = latencies;
	const roundTripMs = quantile(bareMs, 0.5);
	const medianMs = quantile(engineMs, 0.5);
	const p99Ms = quantile(engineMs, 0.99);
	return {
		name,
		engine,
		emptyMs: quantile(emptyMs, 0.5),
		medianMs,
		p99Ms,
		roundTripMs,
		medianBeyondMs: medianMs - roundTripMs,
		p99BeyondMs: p99Ms - roundTripMs,
	};
}

function coldPhase(
	engine: string,
	rounds: readonly Moments[],
	phase: string,
	from: Moment | undefined,
	to: Moment,
): ColdPhase {
	const begins = (moments: Moments) => (from === undefined ? 0 : (moments[from] ?? NaN));
	const of = (value: (moments: Moments) => number) =>
		spreadOf(rounds.map(value).filter(Number.isFinite));
	return {
		phase,
		engine,
		beginsMs: of(begins),
		tookMs: of((moments) => (moments[to] ?? NaN) - begins(moments)),
	};
}

function print(warm: readonly WarmResult[], cold: readonly ColdPhase[]): void {
	const ms = (value: number) => number(value, 2);
	const warmTable = table<WarmResult>(
		[
			['one notification, warm', ({ name }) => name],
			['expressions', ({ engine }) => engine],
			["n8n's NoOp ms", ({ emptyMs }) => ms(emptyMs)],
			['median ms', ({ medianMs }) => ms(medianMs)],
			['p99 ms', ({ p99Ms }) => ms(p99Ms)],
			['round trip ms', ({ roundTripMs }) => ms(roundTripMs)],
			['median beyond it', ({ medianBeyondMs }) => ms(medianBeyondMs)],
			['p99 beyond it', ({ p99BeyondMs }) => ms(p99BeyondMs)],
		],
		warm,
	);
	const coldTable = table<ColdPhase>(
		[
			['the first of a process', ({ phase }) => phase],
			['expressions', ({ engine }) => engine],
			['begins at ms', ({ beginsMs }) => spread(beginsMs)],
			['takes ms', ({ tookMs }) => spread(tookMs)],
		],
		cold,
	);
	console.log(`\n${warmTable}\n\n${coldTable}`);
}
