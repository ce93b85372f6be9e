import type { Locator } from 'playwright-core';

/** Whether a picture was loaded and drawn: a missing or broken one has no natural width. */
export async function isLoaded(picture: Locator): Promise<boolean> {
	return await picture.evaluate(
		// The browser's own types are not among those of the tests.
		(element) => (element as unknown as { naturalWidth: number }).naturalWidth > 0,
	);
}
