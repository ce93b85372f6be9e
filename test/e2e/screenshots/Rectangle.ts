import type { Locator } from 'playwright-core';

/** A part of the page, in CSS pixels. */
export interface Rectangle {
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
}

/** The area of these elements; hidden ones are left out. */
export async function rectangles(...locators: readonly Locator[]): Promise<Rectangle[]> {
	const all = (await Promise.all(locators.map(async (locator) => await locator.all()))).flat();
	const boxes = await Promise.all(all.map(async (locator) => await locator.boundingBox()));
	return boxes.filter((box) => box !== null);
}

/** The same without its edges. */
export function inset({ x, y, width, height }: Rectangle, by: number): Rectangle {
	return { x: x + by, y: y + by, width: width - 2 * by, height: height - 2 * by };
}

/** The area that contains all parts, with a margin. */
export function around(
	parts: readonly Rectangle[],
	margin: { side: number; top: number; bottom: number },
): Rectangle {
	const x = Math.min(...parts.map((part) => part.x)) - margin.side;
	const y = Math.min(...parts.map((part) => part.y)) - margin.top;
	const right = Math.max(...parts.map((part) => part.x + part.width)) + margin.side;
	const bottom = Math.max(...parts.map((part) => part.y + part.height)) + margin.bottom;
	return { x, y, width: right - x, height: bottom - y };
}
