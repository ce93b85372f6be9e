import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import type { Wanted } from '../../delivery/identity/chooseCertificate.ts';
import { dateOf, type ClientCertificate } from '../../delivery/identity/ClientCertificate.ts';
import type { EgressFilter } from '../../delivery/route/egress.ts';
import { parsePemCertificate } from '../../delivery/identity/pemCertificate.ts';
import { parsePkcs12 } from '../../delivery/identity/pkcs12.ts';
import type { Fields } from '../parameters/Fields.ts';
import { isPassType } from '../../notification/pushType.ts';
import { SetupError } from '../errors/SetupError.ts';
import {
	CredentialFieldError,
	type CredentialField,
} from '../../delivery/identity/CredentialFieldError.ts';
import { credentialFields, inCredential } from './credentialFields.ts';
import { oncePerEnvironment, readDestination } from './destination.ts';
import type { ApnsCredential, Environment } from './ApnsCredential.ts';

/** Name of the credential type. */
export const CERTIFICATE_CREDENTIAL = 'apnsCertificateApi';

const RIGHT_TYPE =
	'a certificate of the type Apple Push Notification service SSL (Sandbox & Production)';

/** The values of the credential's Certificate Format. */
const FORMATS = ['p12', 'pem'] as const;

/**
 * Checks the fields of a credential with a certificate.
 *
 * @param egress checks the addresses that the credential names
 * @throws {SetupError} that names the field and never contains the key or the proxy's password
 */
export async function readCertificateCredential(
	data: ICredentialDataDecryptedObject,
	egress?: EgressFilter,
): Promise<ApnsCredential> {
	const fields = credentialFields(data);
	const format = fields.choice('format', FORMATS) ?? 'p12';
	const destination = readDestination(fields, egress);
	const nowMs = Date.now();
	const { environment, bundleId: given } = destination;
	const clientCertificate = await parse(fields, format, {
		environment: environment === 'custom' ? undefined : environment,
		bundleId: given,
		nowMs,
	});
	checkIsValid(clientCertificate, format === 'p12' ? 'p12' : 'certificate', nowMs);
	const certified = (plainTargetFor: ApnsCredential['targetFor']) =>
		oncePerEnvironment((wanted) => {
			checkEnvironment(clientCertificate, wanted);
			return { ...plainTargetFor(wanted), clientCertificate };
		});
	const targetFor = certified(destination.targetFor);
	const managementTargetFor = certified(destination.managementTargetFor);
	targetFor(environment);
	const bundleId = checkedBundleId(given, clientCertificate);
	const targets = { targetFor, managementTargetFor };
	return { ...destination, signingKey: undefined, clientCertificate, bundleId, ...targets };
}

async function parse(
	fields: Fields,
	format: (typeof FORMATS)[number],
	wanted: Wanted,
): Promise<ClientCertificate> {
	const text = (name: CredentialField) => fields.text(name) ?? '';
	try {
		return format === 'p12'
			? await parsePkcs12(text('p12'), text('passphrase'), wanted)
			: await parsePemCertificate(
					text('certificate'),
					text('privateKey'),
					text('passphrase'),
					wanted,
				);
	} catch (error) {
		throw error instanceof CredentialFieldError
			? unusable(error.field, format, error.message)
			: inCredential(format === 'p12' ? 'p12' : 'certificate', '');
	}
}

/** The same field has a different label in the credential for keys. */
function unusable(field: CredentialField, format: string, message: string): SetupError {
	return field === 'privateKey' && format === 'pem'
		? new SetupError("'Private Key' in the credential cannot be used", message)
		: inCredential(field, message);
}

function checkIsValid(
	{ validFrom, validTo }: ClientCertificate,
	field: CredentialField,
	nowMs: number,
): void {
	if (validTo.getTime() <= nowMs) {
		throw inCredential(
			field,
			`The certificate expired on ${dateOf(validTo)}. Create a new one under Certificates at developer.apple.com/account; the device tokens stay the same.`,
		);
	}
	if (validFrom.getTime() > nowMs) {
		throw inCredential(
			field,
			`The certificate is not valid before ${dateOf(validFrom)}. Check the clock of the machine that runs n8n.`,
		);
	}
}

/** A custom server may accept any certificate. */
function checkEnvironment(
	{ environments, topics, name }: ClientCertificate,
	wanted: Environment,
): void {
	if (wanted === 'custom' || environments.includes(wanted)) return;
	if (topics.some(isPassType)) {
		throw new SetupError(
			`The certificate is not for the environment '${wanted}'`,
			"It is a Pass Type ID certificate: Wallet passes are updated only in production, even while you develop. Change 'Environment' to Production.",
		);
	}
	if (environments.length > 0) {
		throw new SetupError(
			`The certificate is not for the environment '${wanted}'`,
			`It is for ${environments.join(' and ')}. Change 'Environment', or use ${RIGHT_TYPE}.`,
		);
	}
	if (topics.length > 0) return;
	throw new SetupError(
		'The certificate in the credential is not a push certificate',
		`It was issued for '${name}' and contains neither a topic nor an environment. Use ${RIGHT_TYPE}.`,
	);
}

/**
 * The app: the field contains a bundle ID, whatever it ends with. Exception: if the certificate lists the value
 * as a topic but not as the bundle ID of an app (`com.example.app.voip`), it is the app that the topic belongs
 * to.
 */
function checkedBundleId(
	bundleId: string | undefined,
	{ topics, bundleIds }: ClientCertificate,
): string | undefined {
	if (topics.length === 0) return bundleId;
	if (bundleId === undefined) return bundleIds[0];
	if (bundleIds.includes(bundleId)) return bundleId;
	const app = topics.includes(bundleId) && bundleIds.find((one) => bundleId.startsWith(`${one}.`));
	if (app) return app;
	if (topics.every(isPassType)) {
		throw inCredential(
			'bundleId',
			`The certificate is a Pass Type ID certificate, for ${topics.join(', ')}. It updates Wallet passes and cannot send to an app. Leave 'Bundle ID' empty, or use a push certificate of the app.`,
		);
	}
	if (isPassType(bundleId)) {
		throw inCredential(
			'bundleId',
			`The certificate is for the app ${topics[0]}, not for passes. Use the Pass Type ID certificate that has signed the passes.`,
		);
	}
	throw inCredential(
		'bundleId',
		`The certificate was issued for ${topics.join(', ')}. Leave 'Bundle ID' empty to use the app of the certificate.`,
	);
}
