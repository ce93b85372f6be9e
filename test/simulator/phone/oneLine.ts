/**
 * Converts external text to one line for a terminal, with `…` if it is longer than `limit` characters.
 * Control characters could move the cursor or change colors, so they become spaces.
 */
export function oneLine(text: string, limit: number): string {
	const characters = [...text.replace(/[\s\p{Cc}]+/gu, ' ').trim()];
	if (characters.length <= limit) return characters.join('');
	return `${characters.slice(0, limit - 1).join('')}…`;
}
