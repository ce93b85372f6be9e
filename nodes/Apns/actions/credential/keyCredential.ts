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

/**
 * Apple's team and key IDs consist of ten uppercase letters and digits ("Establishing a token-based
 * connection").
 */
const ID_CHARACTERS = 10;
const APPLE_ID = /^[A-Z0-9]{10}$/;

/** The name that Apple gives to the file of a key, with any ending: `.p8`, ` (1).p8`, nothing. */
const KEY_FILE = /AuthKey_([A-Z0-9]{10})(?![A-Z0-9])/i;

/**
 * Checks a credential's fields.
 *
 * @param egress checks the addresses that the credential names
 * @throws {SetupError} that names the field and never contains the key or the proxy's password
 */
export function readCredential(
	data: ICredentialDataDecryptedObject,
	egress?: EgressFilter,
): ApnsCredential {
	const fields = credentialFields(data);
	const credential: ApnsCredential = {
		signingKey: { ...readIds(fields), privateKey: privateKey(fields) },
		clientCertificate: undefined,
		...readDestination(fields, egress),
	};
	credential.targetFor(credential.environment);
	return credential;
}

/** @throws {SetupError} */
function readIds(fields: Fields): { teamId: string; keyId: string } {
	const keyId = appleId(fields, 'keyId');
	const teamId = appleId(fields, 'teamId');
	if (keyId === teamId) {
		throw new SetupError(
			"'Key ID' and 'Team ID' in the credential are the same",
			`They are two different IDs. ${WHERE.keyId} ${WHERE.teamId}`,
		);
	}
	return { teamId, keyId };
}

const WHERE = {
	keyId:
		'Find the key ID in the name of the .p8 file (AuthKey_FGHIJ67890.p8), or next to the key under Keys at developer.apple.com/account.',
	teamId: 'Find the team ID under Membership details at developer.apple.com/account.',
} as const;

const EXAMPLES = { keyId: 'FGHIJ67890', teamId: 'ABCDE12345' } as const;

function appleId(fields: Fields, name: keyof typeof WHERE): string {
	const given = fields.text(name) ?? '';
	const fileId = KEY_FILE.exec(given)?.[1];
	const label = FIELD_LABELS[name];
	if (fileId !== undefined && name === 'teamId') {
		throw new SetupError(
			"'Team ID' in the credential is the name of a key file",
			`Are Key ID and Team ID swapped? ${WHERE.teamId}`,
		);
	}
	// An ID copied from a web page or an email may contain spaces, invisible characters or lowercase letters.
	const id = (fileId ?? given).replace(/[\s\p{Cf}'"]/gu, '').toUpperCase();
	if (id === '') {
		throw new SetupError(`'${label}' is missing in the credential`, WHERE[name]);
	}
	if (!APPLE_ID.test(id)) {
		const found =
			id.length === ID_CHARACTERS ? 'This one has other characters.' : `This one has ${id.length}.`;
		throw new SetupError(
			`'${label}' must be ${ID_CHARACTERS} letters and digits, such as ${EXAMPLES[name]}`,
			`${found} ${WHERE[name]}`,
		);
	}
	return id;
}

function privateKey(fields: Fields): KeyObject {
	const pasted = fields.text('privateKey') ?? '';
	try {
		return parsePrivateKey(pasted);
	} catch (error) {
		throw inCredential('privateKey', error instanceof CredentialFieldError ? error.message : '');
	}
}
