import { X509Certificate } from 'node:crypto';
import type { ClientCertificate } from '../identity/ClientCertificate.ts';
import type { ApnsEnvironment } from '../identity/environment.ts';
import { CredentialFieldError } from '../identity/CredentialFieldError.ts';
import { attempt, derOf, readPem, tidy } from '../identity/formats/pasted.ts';
import { pathIn } from '../identity/formats/recognize.ts';
import type { EgressFilter } from './egress.ts';
import type { HttpProxy } from './HttpProxy.ts';
import { MAX_HOST_CHARACTERS, socketHost } from './uriHost.ts';

/** Where a delivery goes to, and what TLS needs for it. */
export interface ApnsTarget {
	readonly host: string;
	readonly port: number;
	/** PEM certificates that are trusted besides the default roots. */
	readonly caCertificate?: string | undefined;
	/** Who connects, where no provider token says so. */
	readonly clientCertificate?: ClientCertificate | undefined;
	/** What leads there, where it is not reached directly. */
	readonly proxy?: HttpProxy | undefined;
	/** Set where the address has to be checked. */
	readonly egress?: EgressFilter | undefined;
}

const HTTPS_PORT = 443;

/** Some ninety certificates; a server has one authority. */
const MAX_CA_CHARACTERS = 200_000;

/** The same page: "you can alternatively use port 2197", where a firewall lets no other traffic pass. */
export const ALTERNATIVE_PORT = 2197;

/** Hosts of {@link ApnsEnvironment}. {@link ALTERNATIVE_PORT} works as well. */
export const APNS_TARGETS: Readonly<Record<ApnsEnvironment, ApnsTarget>> = {
	production: { host: 'api.push.apple.com', port: HTTPS_PORT },
	sandbox: { host: 'api.sandbox.push.apple.com', port: HTTPS_PORT },
};

/**
 * Where the channels of apps are managed ("Sending channel management requests to APNs"). Port 443 of these
 * hosts is something else.
 */
export const MANAGEMENT_TARGETS: Readonly<Record<ApnsEnvironment, ApnsTarget>> = {
	production: { host: 'api-manage-broadcast.push.apple.com', port: 2196 },
	sandbox: { host: 'api-manage-broadcast.sandbox.push.apple.com', port: 2195 },
};

/**
 * A target of one's own: a simulator, or a gateway inside a private network.
 *
 * @param baseUrl `https://host:port`
 * @param caCertificate PEM, empty for none
 * @param field where the address comes from
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
			'The URL is empty. Give it in the form https://host:port.',
		);
	const url = URL.canParse(text) ? new URL(text) : undefined;
	if (url?.protocol !== 'https:' || url.hostname === '') {
		throw new CredentialFieldError(field, 'The URL is not of the form https://host:port.');
	}
	if (url.href !== `${url.origin}/`) {
		throw new CredentialFieldError(
			field,
			'The URL holds more than https://host:port. Leave out the path and everything after it.',
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
			'The CA certificate is far longer than one in PEM form. Leave out public CAs: they are trusted anyway.',
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
