import type { Locator, Page } from 'playwright-core';
import { NodePanel } from './NodePanel.ts';

/** The list of nodes that can be added to a workflow. */
export class NodeCreator {
	readonly #page: Page;

	private constructor(page: Page) {
		this.#page = page;
	}

	/** The one that is opening. */
	static async opened(page: Page): Promise<NodeCreator> {
		await page.getByTestId('node-creator-search-bar').waitFor();
		return new NodeCreator(page);
	}

	/** Replaces the text in the search field. */
	async search(text: string): Promise<void> {
		await this.#page.getByTestId('node-creator-search-bar').fill(text);
	}

	/** An entry of the list. */
	entry(name: string): Locator {
		const itsName = this.#page
			.getByTestId('node-creator-item-name')
			.getByText(name, { exact: true });
		return this.#page.getByTestId('item-iterator-item').filter({ has: itsName });
	}

	/** Adds our node by one of its actions. n8n opens its panel at once. */
	async addAction(node: string, action: string): Promise<NodePanel> {
		await this.search(node);
		await this.entry(node).click();
		await this.entry(action).click();
		return await NodePanel.opened(this.#page);
	}
}
