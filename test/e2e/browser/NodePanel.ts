import type { Locator, Page } from 'playwright-core';
import { CredentialDialog } from './CredentialDialog.ts';
import { until } from '../until.ts';
import { choose, fieldNames } from './fields.ts';

const RUN_TIMEOUT_MS = 20_000;

/** A node's panel: its input on the left, its parameters in the middle, its output on the right. */
export class NodePanel {
	readonly #page: Page;
	readonly parameters: Locator;
	readonly output: Locator;

	private constructor(page: Page) {
		this.#page = page;
		this.parameters = page.getByTestId('ndv').getByTestId('node-parameters');
		this.output = page.getByTestId('ndv').getByTestId('output-panel');
	}

	/** The one that is opening. */
	static async opened(page: Page): Promise<NodePanel> {
		const panel = new NodePanel(page);
		await panel.parameters.waitFor();
		return panel;
	}

	/** The names of the fields that are shown, from top to bottom. */
	async fieldNames(): Promise<string[]> {
		return await fieldNames(this.parameters.getByTestId('input-label'));
	}

	/** The fields that n8n marks in red, by their parameters' names. */
	async fieldsWithIssues(): Promise<string[]> {
		const fields = this.parameters
			.locator('[data-test-id^=parameter-input-]')
			.filter({ has: this.#page.getByTestId('parameter-issues') });
		const ids = await fields.evaluateAll((all) =>
			all.map((field) => field.dataset['testId'] ?? ''),
		);
		return ids.map((id) => id.replace('parameter-input-', ''));
	}

	/** The notices among its parameters. */
	async notices(): Promise<string[]> {
		return await this.parameters.getByRole('alert').filter({ visible: true }).allInnerTexts();
	}

	/** The fields that n8n expects from the previous node, which has not run. */
	async previewedFields(): Promise<string[]> {
		const input = this.#page.getByTestId('ndv-input-panel');
		await input.getByTestId('schema-preview-warning').waitFor();
		return await input.getByTestId('run-data-schema-node-name').allInnerTexts();
	}

	/** A parameter's field. */
	field(parameter: string): Locator {
		return this.parameters.getByTestId(`parameter-input-${parameter}`);
	}

	/** Drags a field of the input, shown as a schema, into a parameter. */
	async drag(inputField: string, parameter: string): Promise<void> {
		const input = this.#page.getByTestId('ndv-input-panel');
		const source = input.locator(`[data-target=mappable][data-name="${inputField}"]`);
		await source.hover();
		await this.#page.mouse.down();
		// n8n treats it as a click until the mouse has moved.
		await this.field(parameter).hover();
		await this.field(parameter).hover({ position: { x: 40, y: 10 } });
		await this.#page.mouse.up();
	}

	/** The value of a parameter. */
	async valueOf(parameter: string): Promise<string> {
		return await this.field(parameter).locator('input').inputValue();
	}

	/** Chooses one of the options of a parameter. */
	async choose(parameter: string, option: string): Promise<void> {
		await choose(this.#page, this.field(parameter), option);
	}

	/** Turns a toggle on or off. */
	async toggle(parameter: string): Promise<void> {
		await this.field(parameter).locator('.el-switch').click();
	}

	/** The hints above the output, one sentence or count line each. */
	async hints(): Promise<string[]> {
		const texts = await this.output.getByTestId('node-hint').allInnerTexts();
		return texts.map((text) => text.trim());
	}

	/** The tabs above the output, from left to right; none if there is one output. */
	async outputTabs(): Promise<string[]> {
		return await this.output
			.getByTestId('branches')
			.locator('[data-test-id^=tab-]')
			.allInnerTexts();
	}

	/** Shows the output as a table, as JSON or as a schema. */
	async showOutputAs(mode: 'table' | 'json' | 'schema'): Promise<void> {
		await this.output.getByTestId(`radio-button-${mode}`).click();
	}

	/** Replaces the text in a text field of the panel. */
	async fill(parameter: string, text: string): Promise<void> {
		await this.field(parameter).locator('input, textarea').first().fill(text);
	}

	/** Adds a field to a collection, by the name that the list shows. */
	async addOption(collection: 'Add field' | 'Add option', option: string): Promise<void> {
		await choose(this.#page, this.#adderOf(collection), option);
	}

	/** What can be added to a collection. */
	async optionsOf(collection: 'Add field' | 'Add option'): Promise<string[]> {
		await this.#adderOf(collection).click();
		const options = this.#page.getByRole('option').filter({ visible: true });
		await options.first().waitFor();
		const texts = await options.allInnerTexts();
		await this.#page.keyboard.press('Escape');
		return texts.map((text) => text.split('\n')[0]?.trim() ?? '');
	}

	/** Removes a field from its collection, by its name in the panel. */
	async removeField(name: string): Promise<void> {
		const label = this.#page.getByTestId('input-label').filter({ hasText: name });
		const item = this.parameters.getByTestId('parameter-item').filter({ has: label }).last();
		await item.hover();
		await item.getByTitle('Delete').click();
	}

	/** Options comes last. */
	#adderOf(collection: 'Add field' | 'Add option'): Locator {
		const adders = this.parameters.getByTestId('collection-parameter-add');
		return collection === 'Add option' ? adders.last() : adders.first();
	}

	/** Runs the node, without waiting for it. */
	async start(): Promise<void> {
		await this.#page.getByTestId('node-execute-button').click();
	}

	/** Runs the node and waits until its output has changed. */
	async execute(): Promise<void> {
		const before = await this.output.innerText();
		await this.start();
		await until('The node having run', RUN_TIMEOUT_MS, async () => {
			const now = await this.output.innerText();
			return (now !== before && !/Executing/.test(now)) || undefined;
		});
	}

	/** The names of the columns of the output, as a table. */
	async columns(): Promise<string[]> {
		await this.showOutputAs('table');
		const names = await this.output.locator('th').filter({ visible: true }).allInnerTexts();
		return names.filter((name) => name !== '');
	}

	/** Opens the credential that the node has. */
	async openCredential(): Promise<CredentialDialog> {
		await this.#page.getByTestId('credential-edit-button').click();
		return await CredentialDialog.opened(this.#page);
	}

	/** Opens the dialog for the first credential of an n8n that has none. */
	async firstCredential(): Promise<CredentialDialog> {
		await this.#page.getByTestId('node-credentials-empty-state').click();
		return await CredentialDialog.opened(this.#page);
	}

	/** Opens the dialog for a new credential. */
	async newCredential(): Promise<CredentialDialog> {
		await this.#page.getByTestId('node-credentials-select').click();
		await this.#page.getByTestId('node-credentials-select-item-new').click();
		return await CredentialDialog.opened(this.#page);
	}

	async close(): Promise<void> {
		await this.#page.getByTestId('ndv-close-button').click();
		await this.parameters.waitFor({ state: 'hidden' });
	}
}
