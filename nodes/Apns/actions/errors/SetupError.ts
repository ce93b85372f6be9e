/**
 * Something a person set up cannot be used: a field of the credential or a parameter. Becomes n8n's
 * NodeOperationError with the item's index. `message` says what was found, with the field's name in
 * quotes; `description` says the way out. Both are plain text, and neither ever holds a secret.
 */
export class SetupError extends Error {
	override readonly name = 'SetupError';
	readonly description: string;

	constructor(message: string, description: string) {
		super(message);
		this.description = description;
	}

	/** Both, where there is one text only. */
	get fullText(): string {
		return this.description === '' ? this.message : `${this.message}. ${this.description}`;
	}
}
