import type { Rectangle } from '../screenshots/Rectangle.ts';

/** A point of the page, in pixels. */
export interface Point {
	readonly x: number;
	readonly y: number;
}

/** A line between two nodes. */
export interface Wire {
	readonly from: string;
	readonly to: string;
	/** Names of the output that it starts at and of the input that it leads to. */
	readonly handles: readonly string[];
	/** Along the line, from its start to its end. */
	readonly points: readonly Point[];
}

/** What is where, by the name of its node. */
export interface NamedRectangle extends Rectangle {
	readonly name: string;
}

/** A sticky note. */
export interface Note extends Rectangle {
	/** The `y` at which what is written in it ends. */
	readonly textEnd: number;
	/** Whether a line of code is longer than the note is wide. */
	readonly hasLongLine: boolean;
}

/** What is where on a canvas. */
export interface CanvasLayout {
	readonly wires: readonly Wire[];
	readonly nodes: readonly NamedRectangle[];
	/** The names below the nodes. */
	readonly labels: readonly NamedRectangle[];
	readonly notes: ReadonlyArray<Note & NamedRectangle>;
}

/** Pixels are rounded, and edges are not sharp. */
const TOLERANCE = 2;

/** What is hard to read on a canvas, in words; empty where all is well. */
export function layoutFaults(layout: CanvasLayout): string[] {
	return [...crossings(layout), ...coverings(layout), ...cutNotes(layout)];
}

function* crossings({ wires }: CanvasLayout): Generator<string> {
	for (const [index, one] of wires.entries()) {
		for (const other of wires.slice(index + 1)) {
			if (cross(one, other)) yield `${nameOf(one)} crosses ${nameOf(other)}`;
		}
	}
}

function* coverings({ wires, nodes, labels, notes }: CanvasLayout): Generator<string> {
	for (const wire of wires) {
		const others = nodes.filter(({ name }) => name !== wire.from && name !== wire.to);
		for (const box of [...others, ...labels, ...notes]) {
			if (wire.points.some((point) => overlap({ ...point, width: 0, height: 0 }, box))) {
				yield `${nameOf(wire)} runs over "${box.name}"`;
			}
		}
	}
	for (const [index, note] of notes.entries()) {
		for (const box of [...nodes, ...labels, ...notes.slice(index + 1)]) {
			if (overlap(note, box)) yield `The note "${note.name}" covers "${box.name}"`;
		}
	}
}

function* cutNotes({ notes }: CanvasLayout): Generator<string> {
	for (const { name, y, height, textEnd, hasLongLine } of notes) {
		if (textEnd > y + height) yield `The end of the note "${name}" is cut off`;
		if (hasLongLine) yield `A line of code in the note "${name}" is cut off`;
	}
}

function nameOf({ from, to }: Wire): string {
	return `"${from}" → "${to}"`;
}

/** Two wires with the same start or the same end run together there, and do not count. */
function cross(one: Wire, other: Wire): boolean {
	if (one.handles.some((handle) => other.handles.includes(handle))) return false;
	return segmentsOf(one).some(([a, b]) =>
		segmentsOf(other).some(([c, d]) => areSeparated(a, b, c, d) && areSeparated(c, d, a, b)),
	);
}

function segmentsOf({ points }: Wire): Array<[Point, Point]> {
	return points.slice(1).map((point, index) => [points[index]!, point]);
}

/** Whether c and d are on different sides of the line from a to b. */
function areSeparated(a: Point, b: Point, c: Point, d: Point): boolean {
	const side = ({ x, y }: Point): number => (b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x);
	return side(c) * side(d) < 0;
}

function overlap(one: Rectangle, other: Rectangle): boolean {
	return (
		one.x + one.width > other.x + TOLERANCE &&
		other.x + other.width > one.x + TOLERANCE &&
		one.y + one.height > other.y + TOLERANCE &&
		other.y + other.height > one.y + TOLERANCE
	);
}
