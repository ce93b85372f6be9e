import { X509Certificate } from 'node:crypto';
import type { ClientCertificate } from '../identity/ClientCertificate.ts';
import type { ApnsEnvironment } from '../identity/environment.ts';
import { CredentialFieldError } from '../identity/CredentialFieldError.ts';
import { attempt, derOf, readPem, tidy } from '../identity/formats/pasted.ts';
import { pathIn } from '../identity/formats/recognize.ts';
import type { EgressFilter } from './egress.ts';
import type { HttpProxy } from './HttpProxy.ts';
import { MAX_HOST_CHARACTERS, socketHost } from './uriHost.ts';

/** The server of a delivery, and what is needed to connect to it. */
export interface ApnsTarget {
	readonly host: string;
	readonly port: number;
	/** PEM certificates that are trusted in addition to the default roots. */
	readonly caCertificate?: string | undefined;
	/** Identifies the sender if there is no provider token. */
	readonly clientCertificate?: ClientCertificate | undefined;
	/** Undefined for a direct connection. */
	readonly proxy?: HttpProxy | undefined;
	/** Set if the address must be checked. */
	readonly egress?: EgressFilter | undefined;
}

const HTTPS_PORT = 443;

/** About ninety certificates; a server has one CA. */
const MAX_CA_CHARACTERS = 200_000;

/**
 * "Sending notification requests to APNs": "you can alternatively use port 2197", for firewalls that block
 * other traffic.
 */
export const ALTERNATIVE_PORT = 2197;

/** Hosts of {@link ApnsEnvironment}. {@link ALTERNATIVE_PORT} works as well. */
export const APNS_TARGETS: Readonly<Record<ApnsEnvironment, ApnsTarget>> = {
	production: { host: 'api.push.apple.com', port: HTTPS_PORT },
	sandbox: { host: 'api.sandbox.push.apple.com', port: HTTPS_PORT },
};

/**
 * Hosts for managing channels ("Sending channel management requests to APNs"). Port 443 of these hosts is a
 * different service.
 */
export const MANAGEMENT_TARGETS: Readonly<Record<ApnsEnvironment, ApnsTarget>> = {
	production: { host: 'api-manage-broadcast.push.apple.com', port: 2196 },
	sandbox: { host: 'api-manage-broadcast.sandbox.push.apple.com', port: 2195 },
};

/**
 * A custom target: a simulator, or a gateway in a private network.
 *
 * @param baseUrl `https://host:port`
 * @param caCertificate PEM, empty for none
 * @param field the credential field of the address
 * @throws {CredentialFieldError}
 */
export function customTarget(
	baseUrl: string,
	caCertificate: string,
	field: 'baseUrl' | 'managementUrl' = 'baseUrl',
): ApnsTarget {
	const text = baseUrl.trim();
	if (text === '')
		throw new CredentialFieldError(
			field,
			'The URL is empty. Enter it in the form https://host:port.',
		);
	const url = URL.canParse(text) ? new URL(text) : undefined;
	if (url?.protocol !== 'https:' || url.hostname === '') {
		throw new CredentialFieldError(field, 'The URL must have the form https://host:port.');
	}
	if (url.href !== `${url.origin}/`) {
		throw new CredentialFieldError(
			field,
			'The URL must have the form https://host:port. Remove the path and everything after it.',
		);
	}
	const host = socketHost(url);
	if (host.length > MAX_HOST_CHARACTERS) {
		throw new CredentialFieldError(
			field,
			`The host name of the URL has ${host.length} characters; a host name has at most ${MAX_HOST_CHARACTERS}.`,
		);
	}
	return {
		host,
		port: url.port === '' ? HTTPS_PORT : Number(url.port),
		caCertificate: checkedCertificates(caCertificate),
	};
}

function checkedCertificates(pasted: string): string | undefined {
	if (pasted.trim() === '') return undefined;
	if (pasted.length > MAX_CA_CHARACTERS) {
		throw unusableCa(
			'The CA certificate is too long. Paste only your own CA, in PEM form: public CAs are trusted already.',
		);
	}
	const path = pathIn(pasted);
	if (path !== undefined)
		throw unusableCa(`${path} Open the file and paste its text, in PEM form.`);
	const { blocks, cutOff } = readPem(tidy(pasted));
	const certificates = blocks
		.filter(({ label }) => label === 'CERTIFICATE')
		.map(({ body }) => attempt(() => new X509Certificate(derOf(body)).toString()));
	if (certificates.length > 0 && !certificates.includes(undefined) && cutOff === undefined) {
		return certificates.join('');
	}
	throw unusableCa(
		'The CA certificate cannot be read. Paste it in PEM form, from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----.',
	);
}

function unusableCa(message: string): CredentialFieldError {
	return new CredentialFieldError('caCertificate', message);
}
