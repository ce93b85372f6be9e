import type { BesideResult } from '../beside/BesideResult.ts';
import { number } from '../markdown.ts';
import { drawBarChart, measuredOn, type Bar, type MeasuredOn } from './barChart.ts';

/** Draws how long a webhook's push takes alone and in each phase of the bulks beside it. */
export function plotBeside(on: MeasuredOn, results: readonly BesideResult[]): string {
	return drawBarChart('beside.svg', {
		title: "A webhook's push beside a bulk: milliseconds until it arrives, p99",
		summary: "How long a webhook's push takes beside a bulk",
		lines: results.flatMap(({ variant, answersMs, alone, beside }) => [
			{ heading: `${variant}, answers after ${answersMs} ms` },
			...[alone, ...beside].filter(({ calls }) => calls > 0).map(bar),
		]),
		caption: `p50 in brackets; ${measuredOn(on)}. n8n with SQLite.`,
	});
}

function bar({ phase, medianMs, p99Ms }: BesideResult['alone']): Bar {
	return {
		label: phase === 'n8n' ? "n8n's own work" : phase,
		value: p99Ms,
		text: `${number(p99Ms)} (${number(medianMs)})`,
		kind: phase === 'alone' ? 'bare' : phase === 'n8n' ? 'other' : 'ours',
	};
}
