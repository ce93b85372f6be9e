import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shortenToFit } from '../../nodes/Apns/notification/shortenToFit.ts';

const within = (bytes: number) => (text: string) =>
	Buffer.byteLength(JSON.stringify(text)) <= bytes;
const charactersOf = (text: string) =>
	Array.from(new Intl.Segmenter().segment(text), (one) => one.segment);

describe('a text that has to fit', () => {
	it('stays as it is where it does', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme' }), (text) => {
				expect(shortenToFit(text, within(10_000))).toBe(text);
			}),
		);
	});

	it('is otherwise its beginning, whole characters and as many as fit, with "…"', () => {
		fc.assert(
			fc.property(
				fc.string({ unit: 'grapheme', minLength: 20, maxLength: 200 }),
				fc.integer({ min: 5, max: 300 }),
				(text, bytes) => {
					const fits = within(bytes);
					fc.pre(!fits(text));
					const shortened = shortenToFit(text, fits);
					expect(shortened).toBeDefined();
					expect(fits(shortened!)).toBe(true);
					const characters = charactersOf(text);
					const count = charactersOf(shortened!.slice(0, -1)).length;
					const beginning = (length: number) =>
						characters.slice(0, length).join('').trimEnd() + '…';
					// Spaces before "…" are removed, so a longer part of the text can give the same result.
					expect(characters.some((_, length) => beginning(length) === shortened)).toBe(true);
					const longer = characters.findIndex(
						(_, length) => length > count && beginning(length) !== shortened,
					);
					if (longer > 0) expect(fits(beginning(longer))).toBe(false);
				},
			),
		);
	});

	it('is none where not even "…" does', () => {
		expect(shortenToFit('Hello', () => false)).toBeUndefined();
		expect(shortenToFit('', () => false)).toBeUndefined();
	});

	it('may be a megabyte: that takes no longer', () => {
		const before = process.cpuUsage();
		const shortened = shortenToFit('👩‍👩‍👧‍👦'.repeat(100_000), within(3_000));
		const { user, system } = process.cpuUsage(before);
		expect(shortened).toMatch(/^(?:👩‍👩‍👧‍👦)+…$/u);
		expect((user + system) / 1000).toBeLessThan(1_000);
	});
});
