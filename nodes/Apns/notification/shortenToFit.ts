/** The most characters that fit in any payload. */
const MAX_CHARACTERS = 5_120;

const ELLIPSIS = '…';

/**
 * The longest text that fits: the text itself, or its beginning with "…". It is cut between characters as
 * users see them: an emoji of several code points stays whole.
 *
 * @param fits whether a text fits; every shorter text must fit, too
 * @returns undefined if not even "…" fits
 */
export function shortenToFit(text: string, fits: (text: string) => boolean): string | undefined {
	if (fits(text)) return text;
	const segments = new Intl.Segmenter().segment(text.slice(0, MAX_CHARACTERS));
	const ends = Array.from(segments, ({ index }) => index);
	const beginning = (count: number) => text.slice(0, ends[count]).trimEnd() + ELLIPSIS;
	let [low, high] = [0, ends.length - 1];
	while (low < high) {
		const middle = Math.ceil((low + high) / 2);
		if (fits(beginning(middle))) low = middle;
		else high = middle - 1;
	}
	const longest = beginning(low);
	return fits(longest) ? longest : undefined;
}
