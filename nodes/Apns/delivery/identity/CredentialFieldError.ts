/** Credential fields that delivery reads. */
export type CredentialField =
	| 'privateKey'
	| 'p12'
	| 'passphrase'
	| 'certificate'
	| 'baseUrl'
	| 'managementUrl'
	| 'caCertificate'
	| 'proxy';

/**
 * The value of a credential field cannot be used. `message` says what was found, and never repeats the
 * value.
 */
export class CredentialFieldError extends Error {
	override readonly name = 'CredentialFieldError';
	readonly field: CredentialField;

	constructor(field: CredentialField, message: string) {
		super(message);
		this.field = field;
	}
}
