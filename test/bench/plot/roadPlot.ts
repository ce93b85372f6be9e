import { number } from '../markdown.ts';
import type { RoadResult, RoadRowResult } from '../road/RoadResult.ts';
import { APNS2_ROW, BARE_ROWS, DEFAULT_ROW, TUNED_ROWS } from '../road/rows.ts';
import type { BenchRow } from '../rows/rows.ts';
import { drawBarChart, measuredOn, type Bar, type ChartLine, type MeasuredOn } from './barChart.ts';

/** Draws, for each road, the default settings next to the best of the other rows. */
export function plotRoads(on: MeasuredOn, roads: readonly RoadResult[]): string {
	return drawBarChart('road.svg', {
		title: 'Notifications per second, by round trip',
		summary: 'Notifications per second on roads of different length',
		lines: roads.flatMap(linesOf),
		caption: `Median; ${measuredOn(on)}. Two network namespaces.`,
	});
}

function linesOf({ title, rows }: RoadResult): ChartLine[] {
	const best = (of: readonly BenchRow[], label: string, kind: Bar['kind']): Bar[] => {
		const [row] = rows
			.filter(({ name }) => of.some((one) => one.name === name))
			.toSorted((one, other) => other.perSecond.median - one.perSecond.median);
		return row === undefined ? [] : [bar(row, label, kind)];
	};
	return [
		{ heading: title },
		...best([DEFAULT_ROW], 'n8n-nodes-apns, defaults', 'ours'),
		...best(TUNED_ROWS, '… with the best settings', 'ours'),
		...best(BARE_ROWS, 'node:http2, the best loop', 'bare'),
		...best([APNS2_ROW], 'apns2', 'other'),
	];
}

function bar({ perSecond }: RoadRowResult, label: string, kind: Bar['kind']): Bar {
	return { label, value: perSecond.median, text: number(perSecond.median), kind };
}
