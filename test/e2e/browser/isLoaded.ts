import type { Locator } from 'playwright-core';

/** Whether a picture is there and could be drawn: a missing or broken one has no width of its own. */
export async function isLoaded(picture: Locator): Promise<boolean> {
	return await picture.evaluate(
		// The browser's own types are not among those of the tests.
		(element) => (element as unknown as { naturalWidth: number }).naturalWidth > 0,
	);
}
