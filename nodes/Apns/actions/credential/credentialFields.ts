import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { SetupError } from '../errors/SetupError.ts';
import { Fields, objectSource } from '../parameters/Fields.ts';

/** Labels of the fields of both credentials. */
export const FIELD_LABELS: Readonly<Record<string, string>> = {
	teamId: 'Team ID',
	keyId: 'Key ID',
	privateKey: 'Private Key (.p8)',
	environment: 'Environment',
	bundleId: 'Bundle ID',
	baseUrl: 'Base URL',
	managementUrl: 'Channel Management URL',
	format: 'Certificate Format',
	p12: 'Certificate (.p12)',
	passphrase: 'Passphrase',
	certificate: 'Certificate',
	caCertificate: 'CA Certificate',
	port: 'Port',
	proxy: 'Proxy',
};

/** Longer than any valid value. The fields have lower limits of their own. */
const MAX_FIELD_CHARACTERS = 1_000_000;

/**
 * The fields of a credential. Errors use the labels of its dialog.
 *
 * @throws {SetupError} if a value is so long that parsing it would block n8n
 */
export function credentialFields(data: ICredentialDataDecryptedObject): Fields {
	for (const [name, value] of Object.entries(data)) {
		if (typeof value === 'string' && value.length > MAX_FIELD_CHARACTERS) {
			throw inCredential(name, 'The value is too long.');
		}
	}
	return new Fields(objectSource(data), (name) => FIELD_LABELS[name] ?? name);
}

/** A field of the credential that cannot be used. */
export function inCredential(name: string, description: string): SetupError {
	return new SetupError(
		`'${FIELD_LABELS[name] ?? name}' in the credential cannot be used`,
		description,
	);
}
