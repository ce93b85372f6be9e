import type { Locator, Page } from 'playwright-core';

/** The first line of each label that is shown; n8n includes the toggle for expressions in them. */
export async function fieldNames(labels: Locator): Promise<string[]> {
	const texts = await labels.filter({ visible: true }).allInnerTexts();
	return texts.map((text) => text.split('\n')[0]?.trim() ?? '');
}

/** Opens a field's list and selects one of its entries, which may have a description below its name. */
export async function choose(page: Page, field: Locator, option: string): Promise<void> {
	await field.click();
	await page
		.getByRole('option')
		.filter({ has: page.getByText(option, { exact: true }), visible: true })
		.click();
}
