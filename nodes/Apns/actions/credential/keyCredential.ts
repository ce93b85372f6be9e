import type { KeyObject } from 'node:crypto';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { CredentialFieldError } from '../../delivery/identity/CredentialFieldError.ts';
import { parsePrivateKey } from '../../delivery/identity/privateKey.ts';
import type { EgressFilter } from '../../delivery/route/egress.ts';
import { SetupError } from '../errors/SetupError.ts';
import type { Fields } from '../parameters/Fields.ts';
import type { ApnsCredential } from './ApnsCredential.ts';
import { credentialFields, FIELD_LABELS, inCredential } from './credentialFields.ts';
import { readDestination } from './destination.ts';

/** Name of the credential type. */
export const APNS_CREDENTIAL = 'apnsApi';

/** Apple's team and key IDs are ten characters, capitals and digits ("Establishing a token-based connection"). */
const APPLE_ID = /^[A-Z0-9]{10}$/;

/**
 * Checks a credential's fields.
 *
 * @param egress checks the addresses that the credential names
 * @throws {SetupError} naming the field; never with any of the key or of the proxy's password in it
 */
export function readCredential(
	data: ICredentialDataDecryptedObject,
	egress?: EgressFilter,
): ApnsCredential {
	const fields = credentialFields(data);
	const credential: ApnsCredential = {
		signingKey: {
			teamId: appleId(fields, 'teamId', 'Membership details at developer.apple.com/account'),
			keyId: appleId(fields, 'keyId', 'Keys at developer.apple.com/account, beside the key'),
			privateKey: privateKey(fields),
		},
		clientCertificate: undefined,
		...readDestination(fields, egress),
	};
	credential.targetFor(credential.environment);
	return credential;
}

function appleId(fields: Fields, name: string, where: string): string {
	const value = fields.text(name)?.trim() ?? '';
	const label = FIELD_LABELS[name];
	if (value === '') {
		throw new SetupError(
			`'${label}' is missing in the credential`,
			`You find it under ${where}: ten capital letters and digits.`,
		);
	}
	if (!APPLE_ID.test(value)) {
		throw new SetupError(
			`'${label}' in the credential is not a ${label}`,
			`It has ten capital letters and digits, such as ABCDE12345. You find it under ${where}.`,
		);
	}
	return value;
}

function privateKey(fields: Fields): KeyObject {
	const pasted = fields.text('privateKey') ?? '';
	try {
		return parsePrivateKey(pasted);
	} catch (error) {
		throw inCredential('privateKey', error instanceof CredentialFieldError ? error.message : '');
	}
}
