import fc from 'fast-check';
import { expect, it } from 'vitest';
import { tidy } from '../../../../nodes/Apns/delivery/identity/formats/pasted.ts';

it('what gets around a text is taken off, and nothing inside it', () => {
	const wrapping = fc.stringMatching(/^[ \t\r\n"'`]{0,5}$/);
	const inside = fc.stringMatching(/^[a-z]( |"|\n|[a-z]){0,20}[a-z]$/);
	fc.assert(
		fc.property(wrapping, inside, wrapping, (before, text, after) => {
			expect(tidy(`${before}${text}${after}`)).toBe(text);
		}),
	);
	expect(tidy('\uFEFF "one\\ntwo" ')).toBe('one\ntwo');
	expect(tidy(' \n "\' ')).toBe('');
});

it('a text of nothing but blanks within takes no time', () => {
	const startMs = performance.now();
	expect(tidy(`x${' '.repeat(200_000)}x`)).toHaveLength(200_002);
	expect(performance.now() - startMs).toBeLessThan(1_000);
});
