import type { KeyObject } from 'node:crypto';
import type { ICredentialDataDecryptedObject, IExecuteFunctions } from 'n8n-workflow';
import {
	ALTERNATIVE_PORT,
	APNS_TARGETS,
	ApnsTargetError,
	customTarget,
	MANAGEMENT_TARGETS,
	type ApnsEnvironment,
	type ApnsTarget,
} from '../../delivery/route/ApnsTarget.ts';
import { UNKNOWN_RULES, type EgressFilter } from '../../delivery/route/egress.ts';
import { parsePrivateKey, PrivateKeyError } from '../../delivery/identity/privateKey.ts';
import type { ClientCertificate } from '../../delivery/identity/ClientCertificate.ts';
import type { SigningKey } from '../../delivery/identity/ProviderTokenSource.ts';
import { Fields, objectSource } from '../parameters/Fields.ts';
import { SetupError } from '../errors/SetupError.ts';
import { withProxy } from './withProxy.ts';

/** Name of the credential type. */
export const APNS_CREDENTIAL = 'apnsApi';

/** What the result item says under `environment`. */
export type Environment = ApnsEnvironment | 'custom';

/** The values of the credential's Environment field. */
export const ENVIRONMENTS: readonly Environment[] = ['production', 'sandbox', 'custom'];

/** Where a token may be known that the environment does not know; undefined where there is no other. */
export function otherEnvironment(environment: Environment): ApnsEnvironment | undefined {
	if (environment === 'custom') return undefined;
	return environment === 'production' ? 'sandbox' : 'production';
}

/** A credential that has been checked and is ready for delivery. */
export interface ApnsCredential {
	/** One of these two. */
	readonly signingKey: SigningKey | undefined;
	readonly clientCertificate: ClientCertificate | undefined;
	readonly environment: Environment;
	/** The default topic. */
	readonly bundleId: string | undefined;
	/**
	 * @throws {SetupError} for `custom` without a usable base URL, for an unusable proxy, or where a
	 *   certificate is not for the environment
	 */
	readonly targetFor: (environment: Environment) => ApnsTarget;
	/**
	 * Where channels are managed.
	 *
	 * @throws {SetupError} for `custom` without a usable management URL or CA certificate
	 */
	readonly managementTargetFor: (environment: Environment) => ApnsTarget;
}

/** Names of the fields of both credentials, as their forms show them. */
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

const PORTS = ['443', String(ALTERNATIVE_PORT)];

/** Apple's team and key IDs are ten characters, capitals and digits ("Establishing a token-based connection"). */
const APPLE_ID = /^[A-Z0-9]{10}$/;

/** n8n's rules on where a person may have it connect to; undefined in an n8n that has none. */
export function egressFilterOf({ helpers }: IExecuteFunctions): EgressFilter | undefined {
	if (helpers.getSecureEgressFilter !== undefined) return helpers.getSecureEgressFilter();
	// As n8n itself reads the variable (@n8n/config, Env).
	const isOn = /^(true|1)$/i.test(process.env.N8N_SSRF_PROTECTION_ENABLED ?? '');
	return isOn ? UNKNOWN_RULES : undefined;
}

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

/** The fields of a credential, by the names that its dialog shows. */
export function credentialFields(data: ICredentialDataDecryptedObject): Fields {
	return new Fields(objectSource(data), (name) => FIELD_LABELS[name] ?? name);
}

/** What both credentials have: where to, and for which app. @throws {SetupError} */
export function readDestination(
	fields: Fields,
	egress: EgressFilter | undefined,
): Pick<ApnsCredential, 'environment' | 'bundleId' | 'targetFor' | 'managementTargetFor'> {
	const reach = (
		field: 'baseUrl' | 'managementUrl',
		ofApple: (wanted: ApnsEnvironment) => ApnsTarget,
	) =>
		oncePerEnvironment((wanted) =>
			withProxy(
				wanted === 'custom' ? { ...custom(fields, field), egress } : ofApple(wanted),
				fields.text('proxy')?.trim() ?? '',
				egress,
			),
		);
	return {
		environment: fields.choice('environment', ENVIRONMENTS) ?? 'production',
		bundleId: fields.text('bundleId')?.trim() || undefined,
		targetFor: reach('baseUrl', (wanted) => apple(wanted, fields)),
		managementTargetFor: reach('managementUrl', (wanted) => MANAGEMENT_TARGETS[wanted]),
	};
}

/** Makes each environment's target when it is first asked for. */
export function oncePerEnvironment(
	make: (wanted: Environment) => ApnsTarget,
): (wanted: Environment) => ApnsTarget {
	const targets = new Map<Environment, ApnsTarget>();
	return (wanted) => {
		const target = targets.get(wanted) ?? make(wanted);
		targets.set(wanted, target);
		return target;
	};
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
		throw inCredential('privateKey', error instanceof PrivateKeyError ? error.message : '');
	}
}

function apple(environment: ApnsEnvironment, fields: Fields): ApnsTarget {
	const target = APNS_TARGETS[environment];
	const port = fields.choice('port', PORTS);
	return port === undefined ? target : { ...target, port: Number(port) };
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
	return new SetupError(`'${FIELD_LABELS[name]}' in the credential cannot be used`, description);
}
