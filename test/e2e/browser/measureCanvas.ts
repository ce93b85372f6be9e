import type { Locator, Page } from 'playwright-core';
import { rectangles, type Rectangle } from '../screenshots/Rectangle.ts';
import type { CanvasLayout, NamedRectangle, Note, Point, Wire } from './layoutFaults.ts';

// As much of the browser's types as is used here: they are not among those of the tests.
interface PathElement {
	readonly id: string;
	readonly parentElement: { getAttribute(name: string): string };
	getTotalLength(): number;
	getPointAtLength(length: number): { matrixTransform(matrix: unknown): Point };
	getScreenCTM(): unknown;
}
interface ElementWithText {
	readonly ownerDocument: { createRange(): TextRange };
}
interface TextRange {
	selectNodeContents(element: unknown): void;
	getBoundingClientRect(): Rectangle;
}
interface ScrolledElement {
	readonly scrollWidth: number;
	readonly clientWidth: number;
}

/** So many points of a wire are looked at. */
const STEPS = 100;

/** Where wires, nodes and notes are on the canvas that is open in the editor, in pixels of the page. */
export async function measureCanvas(page: Page): Promise<CanvasLayout> {
	const nodes = page.getByTestId('canvas-node');
	const notes = page.locator('[data-node-type="n8n-nodes-base.stickyNote"]');
	return {
		wires: await wiresIn(page.locator('.vue-flow__edge-path')),
		nodes: await each(nodes, async (node) => await shown(node, '[data-canvas-node-render-type]')),
		// n8n gives what is written below a node no name but that of its style.
		labels: await each(nodes, async (node) => await textIn(node.locator('[class*="_description_"] > [class*="_label_"]'))),
		notes: await each(notes, noteIn),
	};
}

async function wiresIn(paths: Locator): Promise<Wire[]> {
	return await paths.evaluateAll((elements, steps) => {
		return (elements as unknown as PathElement[]).map((path) => {
			const length = path.getTotalLength();
			const matrix = path.getScreenCTM();
			return {
				from: path.parentElement.getAttribute('data-source-node-name'),
				to: path.parentElement.getAttribute('data-target-node-name'),
				handles: path.id.match(/[^[\]]+\/(in|out)puts\/[^[\]]+/g) ?? [],
				points: Array.from({ length: steps + 1 }, (_, step) => {
					const { x, y } = path.getPointAtLength((length * step) / steps).matrixTransform(matrix);
					return { x, y };
				}),
			};
		});
	}, STEPS);
}

async function each<T extends Rectangle>(
	nodes: Locator,
	measure: (node: Locator) => Promise<T>,
): Promise<Array<T & NamedRectangle>> {
	const all = (await nodes.all()).map(async (node) => ({
		name: (await node.getAttribute('data-node-name')) ?? '',
		...(await measure(node)),
	}));
	return await Promise.all(all);
}

async function shown(node: Locator, part: string): Promise<Rectangle> {
	const [rectangle] = await rectangles(node.locator(part).first());
	if (rectangle === undefined) throw new Error(`${part} is not in the window.`);
	return rectangle;
}

/** Where the text itself is: the element around it may be wider. */
async function textIn(element: Locator): Promise<Rectangle> {
	return await element.first().evaluate((one) => {
		const range = (one as unknown as ElementWithText).ownerDocument.createRange();
		range.selectNodeContents(one);
		const { x, y, width, height } = range.getBoundingClientRect();
		return { x, y, width, height };
	});
}

async function noteIn(note: Locator): Promise<Note> {
	const text = await rectangles(note.locator('h2, h3, p, li, td, pre'));
	const scrolls = await note
		.locator('pre code')
		.evaluateAll((elements) =>
			(elements as unknown as ScrolledElement[]).map((one) => one.scrollWidth > one.clientWidth),
		);
	return {
		...(await shown(note, '[data-test-id=sticky]')),
		textEnd: Math.max(...text.map(({ y, height }) => y + height)),
		hasLongLine: scrolls.includes(true),
	};
}
