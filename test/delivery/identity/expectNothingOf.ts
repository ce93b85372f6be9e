import { inspect } from 'node:util';
import { expect } from 'vitest';

/** Long enough to be told by, short enough to be found in a quotation. */
const PIECE_CHARACTERS = 12;

/** Neither message nor stack, cause or whatever else an error carries shows any of what was pasted. */
export function expectNothingOf(pasted: string, error: Error): void {
	const told = inspect(error, { depth: 9 });
	expect(told).toContain(error.message);
	const pieces = new Set((pasted.match(/[\w+/=]+/g) ?? []).flatMap(piecesOf));
	const shown = piecesOf(told).concat(piecesOf(told.replace(/\s/g, '')));
	expect(shown.filter((piece) => pieces.has(piece))).toEqual([]);
	expect(error.cause).toBeUndefined();
}

function piecesOf(text: string): string[] {
	const count = Math.max(0, text.length - PIECE_CHARACTERS + 1);
	return Array.from({ length: count }, (_, at) => text.slice(at, at + PIECE_CHARACTERS));
}
