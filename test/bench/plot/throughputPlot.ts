import { number } from '../markdown.ts';
import { bareRows } from '../rows/rows.ts';
import type { RowSummary } from '../throughput/RowResult.ts';
import { drawBarChart, measuredOn, type Bar, type MeasuredOn } from './barChart.ts';

const OURS = new Set(['delivery', 'bulk', 'send', 'send with expressions']);
const BARE = new Set(bareRows.map(({ name }) => name));

const LABELS: Readonly<Record<string, string>> = {
	delivery: 'n8n-nodes-apns, without n8n',
	'bare with n8n': 'node:http2, in a process with n8n',
	bulk: 'n8n-nodes-apns, Send in Bulk',
	send: 'n8n-nodes-apns, Send',
	'send with expressions': '… with three expressions',
	apns2: 'apns2',
	'node-apn': '@parse/node-apn',
	'node-apn in portions': '… 1,000 at a time',
	hapns: 'hapns',
};

/** Draws the notifications per second of each row. */
export function plotThroughput(on: MeasuredOn, summary: readonly RowSummary[]): string {
	return drawBarChart('benchmark.svg', {
		title: 'Notifications per second that arrived',
		summary: 'Notifications per second',
		lines: plottedRows(summary).map(bar),
		caption: `Median; ${measuredOn(on)}. One local server accepts everything.`,
	});
}

/** The rows to draw; of the bare loops, only the fastest. */
function plottedRows(summary: readonly RowSummary[]): RowSummary[] {
	const isBare = ({ name }: RowSummary) => BARE.has(name);
	const fastest = summary
		.filter(isBare)
		.reduce((best, row) => (row.perSecond.median > best.perSecond.median ? row : best));
	return summary.filter((row) => row === fastest || !isBare(row));
}

function bar({ name, perSecond, accepted, count }: RowSummary): Bar {
	const lostShare = 1 - accepted / count;
	return {
		label: LABELS[name] ?? 'node:http2 and nothing else',
		value: perSecond.median,
		text: number(perSecond.median),
		...(lostShare > 0 && { warning: `lost ${number(lostShare * 100)} %` }),
		kind: OURS.has(name) ? 'ours' : name.startsWith('bare ') ? 'bare' : 'other',
	};
}
