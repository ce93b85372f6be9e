import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A bar with its label to the left and its value to the right, or the title of the bars that follow. */
export type ChartLine = { readonly heading: string } | Bar;

/** One bar. */
export interface Bar {
	readonly label: string;
	readonly value: number;
	/** The value as a reader sees it. */
	readonly text: string;
	/** Written after it in another colour. */
	readonly warning?: string;
	readonly kind: 'ours' | 'bare' | 'other';
}

/** A picture of bars. */
export interface BarChart {
	readonly title: string;
	readonly lines: readonly ChartLine[];
	readonly caption: string;
	/** For those who do not see the picture. */
	readonly summary: string;
}

/** The machine, as the benchmark's JSON has it. */
export interface MeasuredOn {
	readonly machine: Readonly<Record<string, string | number>>;
	readonly measuredAt: string;
}

const FOLDER = join(import.meta.dirname, '..', '..', '..', '.github', 'media');

const WIDTH = 860;
const BAR_X = 250;
const MAX_BAR_WIDTH = 380;
const TOP = 56;
const ROW_HEIGHT = 34;
const BAR_HEIGHT = 20;

// An image does not know the page's colours, only whether the reader prefers a dark theme.
const STYLE = `
	text { font: 14px system-ui, sans-serif; fill: #1f2328; }
	.title { font-weight: 600; font-size: 16px; }
	.heading { font-weight: 600; }
	.small { font-size: 12px; fill: #59636e; }
	.lost { fill: #b35900; }
	.bare { fill: #8c959f; } .ours { fill: #0969da; } .other { fill: #afb8c1; }
	@media (prefers-color-scheme: dark) {
		text { fill: #f0f6fc; }
		.small { fill: #9198a1; }
		.lost { fill: #f0a04b; }
		.bare { fill: #6e7681; } .ours { fill: #4493f8; } .other { fill: #484f58; }
	}`;

/** Draws it into the folder of the README's pictures. Returns the file. */
export function drawBarChart(name: string, { title, lines, caption, summary }: BarChart): string {
	const longest = Math.max(...lines.map((line) => ('heading' in line ? 0 : line.value)));
	const height = TOP + lines.length * ROW_HEIGHT + 34;
	const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" role="img" aria-label="${escaped(summary)}">
<style>${STYLE}
</style>
<text class="title" x="16" y="30">${escaped(title)}</text>
${lines.map((line, index) => lineOf(line, TOP + index * ROW_HEIGHT, longest)).join('\n')}
<text class="small" x="16" y="${height - 14}">${escaped(caption)}</text>
</svg>
`;
	const file = join(FOLDER, name);
	writeFileSync(file, svg);
	return file;
}

/** The machine and the day of a measurement, for a caption. */
export function measuredOn({ machine, measuredAt }: MeasuredOn): string {
	const { cpu, cores, node } = machine;
	return `${cpu}, ${cores} cores, Node.js ${node}, ${measuredAt.slice(0, 10)}`;
}

function lineOf(line: ChartLine, y: number, longest: number): string {
	const textY = y + BAR_HEIGHT - 5;
	if ('heading' in line) {
		return `<text class="heading" x="16" y="${textY}">${escaped(line.heading)}</text>`;
	}
	const { label, value, text, warning, kind } = line;
	const width = Math.max(1, (value / longest) * MAX_BAR_WIDTH);
	const lost = warning === undefined ? '' : `<tspan class="lost"> ${escaped(warning)}</tspan>`;
	return `<text x="16" y="${textY}">${escaped(label)}</text>
<rect class="${kind}" x="${BAR_X}" y="${y}" width="${width.toFixed(1)}" height="${BAR_HEIGHT}" rx="3"/>
<text x="${(BAR_X + width + 8).toFixed(1)}" y="${textY}">${escaped(text)}${lost}</text>`;
}

function escaped(text: string): string {
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
