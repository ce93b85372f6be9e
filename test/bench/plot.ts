import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { number } from './markdown.ts';
import { bareRows } from './rows/rows.ts';
import type { RowSummary } from './throughput/RowResult.ts';

/** What the plot needs from the benchmark's JSON. */
export interface Measured {
	readonly machine: Readonly<Record<string, string | number>>;
	readonly measuredAt: string;
	readonly throughput: { readonly summary: readonly RowSummary[] };
}

const FILE = join(import.meta.dirname, '..', '..', '.github', 'media', 'benchmark.svg');

const WIDTH = 860;
const BAR_X = 250;
const MAX_BAR_WIDTH = 380;
const TOP = 56;
const ROW_HEIGHT = 34;
const BAR_HEIGHT = 20;
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

// An image does not know the page's colours, only whether the reader prefers a dark theme.
const STYLE = `
	text { font: 14px system-ui, sans-serif; fill: #1f2328; }
	.title { font-weight: 600; font-size: 16px; }
	.small { font-size: 12px; fill: #59636e; }
	.lost { fill: #b35900; }
	.bare { fill: #8c959f; } .ours { fill: #0969da; } .other { fill: #afb8c1; }
	@media (prefers-color-scheme: dark) {
		text { fill: #f0f6fc; }
		.small { fill: #9198a1; }
		.lost { fill: #f0a04b; }
		.bare { fill: #6e7681; } .ours { fill: #4493f8; } .other { fill: #484f58; }
	}`;

/** Draws the notifications per second of each row, into the folder of the README's pictures. */
export function plot({ machine, measuredAt, throughput }: Measured): string {
	const rows = plottedRows(throughput.summary);
	const fastest = Math.max(...rows.map(({ perSecond }) => perSecond.median));
	const height = TOP + rows.length * ROW_HEIGHT + 34;
	const { cpu, cores, node } = machine;
	const caption = `Median; ${cpu}, ${cores} cores, Node.js ${node}, ${measuredAt.slice(0, 10)}. One local server accepts everything.`;
	const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="Notifications per second">
<style>${STYLE}
</style>
<text class="title" x="16" y="30">Notifications per second that arrived</text>
${rows.map((row, index) => bar(row, TOP + index * ROW_HEIGHT, fastest)).join('\n')}
<text class="small" x="16" y="${height - 14}">${escaped(caption)}</text>
</svg>
`;
	writeFileSync(FILE, svg);
	return FILE;
}

/** The rows to draw; of the bare loops, only the fastest. */
function plottedRows(summary: readonly RowSummary[]): RowSummary[] {
	const isBare = ({ name }: RowSummary) => BARE.has(name);
	const fastest = summary
		.filter(isBare)
		.reduce((best, row) => (row.perSecond.median > best.perSecond.median ? row : best));
	return summary.filter((row) => row === fastest || !isBare(row));
}

function bar(row: RowSummary, y: number, fastest: number): string {
	const width = Math.max(1, (row.perSecond.median / fastest) * MAX_BAR_WIDTH);
	const kind = OURS.has(row.name) ? 'ours' : row.name.startsWith('bare ') ? 'bare' : 'other';
	const label = LABELS[row.name] ?? 'node:http2 and nothing else';
	const lostShare = 1 - row.accepted / row.count;
	const lost =
		lostShare > 0 ? `<tspan class="lost"> lost ${number(lostShare * 100)} %</tspan>` : '';
	const textY = y + BAR_HEIGHT - 5;
	return `<text x="16" y="${textY}">${escaped(label)}</text>
<rect class="${kind}" x="${BAR_X}" y="${y}" width="${width.toFixed(1)}" height="${BAR_HEIGHT}" rx="3"/>
<text x="${(BAR_X + width + 8).toFixed(1)}" y="${textY}">${number(row.perSecond.median)}${lost}</text>`;
}

function escaped(text: string): string {
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
