/** Fields of the credentials whose text delivery itself reads. */
export type CredentialField =
	| 'privateKey'
	| 'p12'
	| 'passphrase'
	| 'certificate'
	| 'baseUrl'
	| 'managementUrl'
	| 'caCertificate'
	| 'proxy';

/** What a field holds cannot be used. `message` says what was found instead, and never shows any of it. */
export class CredentialFieldError extends Error {
	override readonly name = 'CredentialFieldError';
	readonly field: CredentialField;

	constructor(field: CredentialField, message: string) {
		super(message);
		this.field = field;
	}
}
