import { inspect } from 'node:util';
import { expect } from 'vitest';

/** Long enough to be recognized, short enough to be found in a quotation. */
const PIECE_CHARACTERS = 12;

/** Expects that message, stack, cause and other properties of an error contain nothing of the pasted text. */
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
