/**
 * A field of the credential or a parameter cannot be used. Becomes n8n's NodeOperationError with the item's
 * index. `message` says what is wrong, with the field's name in quotes; `description` says how to fix it. Both
 * are plain text and never contain a secret.
 */
export class SetupError extends Error {
	override readonly name = 'SetupError';
	readonly description: string;

	constructor(message: string, description: string) {
		super(message);
		this.description = description;
	}

	/** Both as one text, for places that show only one. */
	get fullText(): string {
		return this.description === '' ? this.message : `${this.message}. ${this.description}`;
	}
}
