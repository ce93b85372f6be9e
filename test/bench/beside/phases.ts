import { quantile } from '../statistics.ts';
import type { Scene } from './Stage.ts';
import type { Tick } from './Watch.ts';

/**
 * A phase of bulks. `prepares`: from the start of our node until its first request arrives; `sends`: until its
 * last one arrives; `finishes`: until our node returns. `n8n`: from the call of its workflow until our node starts,
 * and two seconds after it; that time is n8n's own. With several bulks, a moment belongs to the first phase that any of them is in.
 */
export type Phase = 'prepares' | 'sends' | 'finishes' | 'n8n';

/** The phases that are ours. */
export const OUR_PHASES: readonly Phase[] = ['prepares', 'sends', 'finishes'];

/** What the webhook's pushes met in one phase. */
export interface PhaseResult {
	readonly phase: Phase | 'alone';
	readonly calls: number;
	/** From the call until the push arrived. NaN without calls. */
	readonly medianMs: number;
	readonly p99Ms: number;
	/** How late the event loop of n8n was. */
	readonly loopP99Ms: number;
	readonly loopMaxMs: number;
}

/** The pushes of scenes without a bulk. */
export function resultAlone(scenes: readonly Scene[], ticks: readonly Tick[]): PhaseResult {
	const spans = scenes.map(({ calls }) => [calls[0] ?? 0, calls.at(-1) ?? 0] as const);
	const during = ticks.filter(([atMs]) => spans.some(([from, to]) => from <= atMs && atMs <= to));
	return resultOf(
		'alone',
		scenes.flatMap(waits).map(({ waitedMs }) => waitedMs),
		during,
	);
}

/** The pushes of scenes with bulks, by phase. */
export function resultsBeside(scenes: readonly Scene[], ticks: readonly Tick[]): PhaseResult[] {
	return [...OUR_PHASES, 'n8n' as const].map((phase) => {
		const inPhase = scenes.flatMap((scene) =>
			waits(scene)
				.filter(({ calledMs }) => phaseAt(scene, calledMs) === phase)
				.map(({ waitedMs }) => waitedMs),
		);
		// A tick that is late tells of the time before it.
		const during = ticks.filter(([atMs, lateMs]) =>
			scenes.some((scene) => phaseAt(scene, atMs - lateMs) === phase),
		);
		return resultOf(phase, inPhase, during);
	});
}

function resultOf(
	phase: PhaseResult['phase'],
	waitedMs: readonly number[],
	ticks: readonly Tick[],
): PhaseResult {
	const late = ticks.map(([, lateMs]) => lateMs);
	return {
		phase,
		calls: waitedMs.length,
		medianMs: quantile(waitedMs, 0.5),
		p99Ms: quantile(waitedMs, 0.99),
		loopP99Ms: quantile(late, 0.99),
		loopMaxMs: quantile(late, 1),
	};
}

/** A push that has not arrived waits for ever. */
function waits({ calls, pushes }: Scene): Array<{ calledMs: number; waitedMs: number }> {
	const arrivedMs = new Map(pushes);
	return calls.map((calledMs, index) => ({
		calledMs,
		waitedMs: (arrivedMs.get(index) ?? Infinity) - calledMs,
	}));
}

/** Undefined while no bulk runs. */
function phaseAt({ runs, bulks, calls, startedMs }: Scene, atMs: number): Phase | undefined {
	if (atMs < startedMs || atMs > (calls.at(-1) ?? 0)) return undefined;
	const phases = new Set(
		runs.map(({ sender, startMs, endMs }): Phase => {
			const { firstMs = endMs, lastMs = endMs } = bulks.find((one) => one.sender === sender) ?? {};
			if (atMs < startMs || atMs > endMs) return 'n8n';
			if (atMs < firstMs) return 'prepares';
			return atMs <= lastMs ? 'sends' : 'finishes';
		}),
	);
	return (['prepares', 'finishes', 'sends', 'n8n'] as const).find((phase) => phases.has(phase));
}
