import type { KeyObject } from 'node:crypto';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import {
	APNS_TARGETS,
	ApnsTargetError,
	customTarget,
	MANAGEMENT_TARGETS,
	type ApnsEnvironment,
	type ApnsTarget,
} from '../delivery/ApnsTarget.ts';
import { parsePrivateKey, PrivateKeyError } from '../delivery/privateKey.ts';
import type { ClientCertificate } from '../delivery/ClientCertificate.ts';
import type { SigningKey } from '../delivery/ProviderTokenSource.ts';
import { Fields, objectSource } from './parameters/Fields.ts';
import { SetupError } from './parameters/SetupError.ts';

/** Name of the credential type. */
export const APNS_CREDENTIAL = 'apnsApi';

/** What the result item says under `environment`. */
export type Environment = ApnsEnvironment | 'custom';

/** The values of the credential's Environment field. */
export const ENVIRONMENTS: readonly Environment[] = ['production', 'sandbox', 'custom'];

/** A credential that has been checked and is ready for delivery. */
export interface ApnsCredential {
	/** One of these two. */
	readonly signingKey: SigningKey | undefined;
	readonly clientCertificate: ClientCertificate | undefined;
	readonly environment: Environment;
	/** The default topic. */
	readonly bundleId: string | undefined;
	/** @throws {SetupError} for `custom` without a usable base URL, or where a certificate is not for it */
	readonly targetFor: (environment: Environment) => ApnsTarget;
	/**
	 * Where channels are managed.
	 *
	 * @throws {SetupError} for `custom` without a usable management URL or CA certificate
	 */
	readonly managementTargetFor: (environment: Environment) => ApnsTarget;
}

const LABELS: Readonly<Record<string, string>> = {
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
};

/** Apple's team and key IDs are ten characters, capitals and digits ("Establishing a token-based connection"). */
const APPLE_ID = /^[A-Z0-9]{10}$/;

/**
 * Checks a credential's fields.
 *
 * @throws {SetupError} naming the field; never with any of the key in it
 */
export function readCredential(data: ICredentialDataDecryptedObject): ApnsCredential {
	const fields = credentialFields(data);
	const credential: ApnsCredential = {
		signingKey: {
			teamId: appleId(fields, 'teamId', 'Membership Details at developer.apple.com/account'),
			keyId: appleId(fields, 'keyId', 'Keys at developer.apple.com/account, beside the key'),
			privateKey: privateKey(fields),
		},
		clientCertificate: undefined,
		...readDestination(fields),
	};
	credential.targetFor(credential.environment);
	return credential;
}

/** The fields of a credential, by the names that its dialog shows. */
export function credentialFields(data: ICredentialDataDecryptedObject): Fields {
	return new Fields(objectSource(data), (name) => LABELS[name] ?? name);
}

/** What both credentials have: where to, and for which app. @throws {SetupError} */
export function readDestination(
	fields: Fields,
): Pick<ApnsCredential, 'environment' | 'bundleId' | 'targetFor' | 'managementTargetFor'> {
	const ownTarget = once(() => custom(fields, 'baseUrl'));
	const ownManagementTarget = once(() => custom(fields, 'managementUrl'));
	return {
		environment: fields.choice('environment', ENVIRONMENTS) ?? 'production',
		bundleId: fields.text('bundleId')?.trim() || undefined,
		targetFor: (wanted) => (wanted === 'custom' ? ownTarget() : APNS_TARGETS[wanted]),
		managementTargetFor: (wanted) =>
			wanted === 'custom' ? ownManagementTarget() : MANAGEMENT_TARGETS[wanted],
	};
}

function appleId(fields: Fields, name: string, where: string): string {
	const value = fields.text(name)?.trim() ?? '';
	const label = LABELS[name];
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
		throw inCredential('privateKey', error instanceof PrivateKeyError ? error.message : '');
	}
}

/** The same target each time: what is made of its certificate is kept by it. */
function once(make: () => ApnsTarget): () => ApnsTarget {
	let target: ApnsTarget | undefined;
	return () => (target ??= make());
}

function custom(fields: Fields, field: 'baseUrl' | 'managementUrl'): ApnsTarget {
	const url = fields.text(field) ?? '';
	const caCertificate = fields.text('caCertificate') ?? '';
	try {
		return customTarget(url, caCertificate, field);
	} catch (error) {
		throw inCredential(
			error instanceof ApnsTargetError ? error.field : field,
			error instanceof ApnsTargetError ? error.message : '',
		);
	}
}

/** A field of the credential that cannot be used. */
export function inCredential(name: string, description: string): SetupError {
	return new SetupError(`'${LABELS[name]}' in the credential cannot be used`, description);
}
