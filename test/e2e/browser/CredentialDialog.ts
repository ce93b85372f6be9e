import type { Locator, Page } from 'playwright-core';
import { choose, fieldNames } from './fields.ts';

/** The dialog of a credential. */
export class CredentialDialog {
	readonly #page: Page;
	readonly dialog: Locator;
	/** The green bar. */
	readonly success: Locator;

	private constructor(page: Page) {
		this.#page = page;
		this.dialog = page.getByTestId('editCredential-modal');
		this.success = this.dialog.getByTestId('credentials-config-container-test-success');
	}

	/** The one that is opening. */
	static async opened(page: Page): Promise<CredentialDialog> {
		const opened = new CredentialDialog(page);
		await opened.field('teamId').waitFor();
		return opened;
	}

	/** The names of the fields that are shown, from top to bottom. A required one ends with `*`. */
	async fieldNames(): Promise<string[]> {
		return await fieldNames(this.dialog.getByTestId('credential-connection-parameter'));
	}

	/** The input of a field. */
	field(parameter: string): Locator {
		return this.dialog.getByTestId(`parameter-input-${parameter}`).locator('input, textarea');
	}

	async chooseEnvironment(option: string): Promise<void> {
		await choose(this.#page, this.dialog.getByTestId('parameter-input-environment'), option);
	}

	/** Types into several fields, by their parameters' names. */
	async fill(values: Readonly<Record<string, string>>): Promise<void> {
		for (const [parameter, value] of Object.entries(values)) {
			await this.field(parameter).fill(value);
		}
	}

	/** Saves. n8n then tests the credential and closes the dialog if it is valid. */
	async save(): Promise<void> {
		await this.dialog.getByTestId('credential-save-button').click();
	}

	/** Closes the dialog. n8n does that by itself only after a new credential. */
	async close(): Promise<void> {
		await this.dialog
			.locator('.el-dialog__headerbtn, [aria-label="Close this dialog"]')
			.first()
			.click();
		await this.dialog.waitFor({ state: 'hidden' });
	}

	/** Opens the details of the red bar. */
	async showDetails(): Promise<void> {
		await this.dialog.getByText('More details').click();
	}
}
