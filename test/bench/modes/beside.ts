import type { BesideResult } from '../beside/BesideResult.ts';
import { compareBesideWithGoals } from '../beside/goals.ts';
import { resultAlone, resultsBeside, type PhaseResult } from '../beside/phases.ts';
import type { Scene, Stage } from '../beside/Stage.ts';
import { number, spread, table } from '../markdown.ts';
import { spreadOf } from '../statistics.ts';
import { goalsTable, type GoalResult } from '../throughput/goals.ts';
import type { Options } from './Options.ts';

/** All variants, and the goals. */
export interface BesideReport {
	readonly results: readonly BesideResult[];
	readonly goals: readonly GoalResult[];
}

/** Bulks that run at once. */
interface Variant {
	readonly name: string;
	readonly senders: readonly number[];
	readonly tuning: Readonly<Record<string, number>>;
}

const VARIANTS: readonly Variant[] = [
	{ name: 'one', senders: [1], tuning: {} },
	{ name: 'three', senders: [11, 12, 13], tuning: {} },
	{ name: '1,000 streams', senders: [21], tuning: { maxConcurrentStreams: 1_000 } },
];
const WARM_UP: Variant = { name: 'warm-up', senders: [31], tuning: {} };

const DEFAULT_COUNT = 200_000;
const WARM_UP_COUNT = 20_000;
const CALL_EVERY_MS = 200;
const ALONE_MS = 15_000;

/**
 * Measures how long the push of a webhook takes beside bulks in the same n8n, and prints it.
 *
 * @param answersMs how long the sink waits before it answers: one measurement each
 */
export async function measureBeside(
	options: Options,
	answersMs: readonly number[],
): Promise<BesideReport> {
	const { count = DEFAULT_COUNT, only, rounds } = options;
	const variants = VARIANTS.filter(({ name }) => only.length === 0 || only.includes(name));
	const stage = await startStage();
	try {
		for (const { senders, tuning } of variants) {
			for (const sender of senders) await stage.createBulk(sender, count, tuning);
		}
		await stage.createBulk(WARM_UP.senders[0]!, WARM_UP_COUNT, {});
		await stage.bulks(WARM_UP.senders, CALL_EVERY_MS);
		const results: BesideResult[] = [];
		for (const ms of answersMs) {
			await stage.sink.setLatency(ms);
			results.push(...(await measureVariants(stage, variants, ms, { count, rounds })));
		}
		print(results);
		const goals = compareBesideWithGoals(results);
		console.log(`\n${goalsTable(goals)}`);
		if (options.check && goals.some(({ isReached }) => !isReached)) process.exitCode = 1;
		return { results, goals };
	} finally {
		await stage.stop();
	}
}

async function startStage(): Promise<Stage> {
	const { prepare } = await import('../../setup/prepare.mjs');
	await prepare();
	// It reads what `prepare` sets.
	const { Stage: Prepared } = await import('../beside/Stage.ts');
	return await Prepared.start();
}

async function measureVariants(
	stage: Stage,
	variants: readonly Variant[],
	answersMs: number,
	{ count, rounds }: { count: number; rounds: number },
): Promise<BesideResult[]> {
	const pushes: Scene[] = [];
	const alone = new Map<Variant, Scene[]>(variants.map((variant) => [variant, []]));
	const beside = new Map<Variant, Scene[]>(variants.map((variant) => [variant, []]));
	for (let round = 1; round <= rounds; round += 1) {
		pushes.push(await stage.pushes(CALL_EVERY_MS, ALONE_MS));
		for (const variant of variants) {
			alone.get(variant)!.push(await stage.bulks(variant.senders, undefined));
			beside.get(variant)!.push(await stage.bulks(variant.senders, CALL_EVERY_MS));
			console.log(`· answers after ${answersMs} ms, round ${round}: ${variant.name}`);
		}
	}
	const ticks = stage.watch.ticks();
	return variants.map((variant) => ({
		variant: variant.name,
		answersMs,
		alone: resultAlone(pushes, ticks),
		beside: resultsBeside(beside.get(variant)!, ticks),
		aloneRate: spreadOf(alone.get(variant)!.map(rateOf))!,
		besideRate: spreadOf(beside.get(variant)!.map(rateOf))!,
		arrived: Math.min(...[...alone.get(variant)!, ...beside.get(variant)!].map(arrivedIn)),
		count: count * variant.senders.length,
	}));
}

function rateOf(scene: Scene): number {
	const startMs = Math.min(...scene.runs.map((run) => run.startMs));
	const endMs = Math.max(...scene.runs.map((run) => run.endMs));
	return arrivedIn(scene) / ((endMs - startMs) / 1_000);
}

function arrivedIn({ bulks }: Scene): number {
	return bulks.reduce((sum, bulk) => sum + bulk.count, 0);
}

function print(results: readonly BesideResult[]): void {
	const phases = results.flatMap(({ variant, answersMs, alone, beside }) =>
		[alone, ...beside].map((result) => ({ ...result, variant, answersMs })),
	);
	const ms = (value: number) => (Number.isNaN(value) ? '–' : number(value));
	const pushTable = table<PhaseResult & { variant: string; answersMs: number }>(
		[
			['bulks', ({ variant }) => variant],
			['answers after ms', ({ answersMs }) => number(answersMs)],
			['the bulk …', ({ phase }) => phase],
			['calls', ({ calls }) => number(calls)],
			['p50 ms', ({ medianMs }) => ms(medianMs)],
			['p99 ms', ({ p99Ms }) => ms(p99Ms)],
			['loop late p99 ms', ({ loopP99Ms }) => ms(loopP99Ms)],
			['at most', ({ loopMaxMs }) => ms(loopMaxMs)],
		],
		phases,
	);
	const rateTable = table<BesideResult>(
		[
			['bulks', ({ variant }) => variant],
			['answers after ms', ({ answersMs }) => number(answersMs)],
			['sent', ({ count }) => number(count)],
			['arrived', ({ arrived }) => number(arrived)],
			['per second alone', ({ aloneRate }) => spread(aloneRate, 0)],
			['beside', ({ besideRate }) => spread(besideRate, 0)],
		],
		results,
	);
	console.log(`\n${pushTable}\n\n${rateTable}`);
}
