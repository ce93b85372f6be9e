/** What went wrong with a connection, in the order in which it comes to be. */
export type ConnectionFailureKind =
	/** n8n's own rules do not allow a connection to there. */
	| 'forbidden'
	/** The host name has no address, or nobody could be asked. */
	| 'dns'
	/** Nobody listens, or no way leads there. */
	| 'unreachable'
	/** The proxy in between does not lead on. */
	| 'proxy'
	/** It wants another user name and password. */
	| 'proxyLogin'
	/** The server's certificate is not trusted, or is not for this host. */
	| 'untrusted'
	/** The server does not take the client certificate, or wants one. */
	| 'refusedCertificate'
	/** The TLS handshake did not succeed for another reason. */
	| 'tls'
	/** TLS stands, but the peer does not speak HTTP/2 (ALPN `h2`, RFC 9113 §3.2). */
	| 'notHttp2'
	/** No answer in time, to the handshake or to a PING. */
	| 'timeout'
	/** It stood and was closed or reset. */
	| 'lost'
	/** It stands, and Node.js would not start the request on it. */
	| 'notStarted';

/** What the next connection would meet as well, until a person has mended it. Everything else may be over in a moment. */
const LASTING: readonly ConnectionFailureKind[] = [
	'forbidden',
	'proxyLogin',
	'untrusted',
	'refusedCertificate',
	'notHttp2',
];

/** A connection that could not be made or did not last. `message` is for the person who must act. */
export class ConnectionFailure extends Error {
	override readonly name = 'ConnectionFailure';
	readonly kind: ConnectionFailureKind;

	constructor(kind: ConnectionFailureKind, message: string, cause?: unknown) {
		super(message, cause === undefined ? {} : { cause });
		this.kind = kind;
	}

	/** Whether it cannot heal by itself. */
	get isLasting(): boolean {
		return LASTING.includes(this.kind);
	}
}

const UNTRUSTED =
	/^(CERT_|ERR_TLS_CERT|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_(VERIFY|GET|DE)|HOSTNAME_MISMATCH|INVALID_(CA|PURPOSE)|PATH_LENGTH|ERROR_IN_CERT)/;

/** TLS alerts about the client's certificate (RFC 8446 §6.2), as OpenSSL names them. */
const REFUSED_CERTIFICATE =
	/_ALERT_(BAD_CERTIFICATE|UNSUPPORTED_CERTIFICATE|CERTIFICATE_(REVOKED|EXPIRED|UNKNOWN|REQUIRED)|UNKNOWN_CA)$/;

/** Reads the error of a socket (errno codes of Node.js and OpenSSL). */
export function connectionFailureOf(error: unknown, host: string): ConnectionFailure {
	if (error instanceof ConnectionFailure) return error;
	const code = codeOf(error);
	if (/^(ENOTFOUND|EAI_)/.test(code)) {
		return new ConnectionFailure(
			'dns',
			`The host name ${host} could not be resolved. Check the network and DNS of the machine that runs n8n.`,
			error,
		);
	}
	if (UNTRUSTED.test(code)) {
		return new ConnectionFailure(
			'untrusted',
			`The TLS certificate of ${host} is not trusted (${code}). Behind a TLS-inspecting proxy or with a server of your own, add its CA certificate.`,
			error,
		);
	}
	// What Node.js has no code for.
	if (code === 'UNSPECIFIED') {
		return new ConnectionFailure(
			'untrusted',
			`The TLS certificate of ${host} is not trusted. Mostly its key is too short or its signature too old (1024 bits, SHA-1): whoever runs the server has to replace it.`,
			error,
		);
	}
	if (code.includes('NO_APPLICATION_PROTOCOL')) return notHttp2(host, error);
	if (REFUSED_CERTIFICATE.test(code)) {
		return new ConnectionFailure(
			'refusedCertificate',
			`${host} did not take the client certificate (${code}). It may have been revoked, it may be for something else, or there is none in the credential.`,
			error,
		);
	}
	if (/^(EPROTO|ERR_SSL|ERR_TLS)/.test(code)) {
		return new ConnectionFailure('tls', `The TLS handshake with ${host} did not succeed.`, error);
	}
	if (code === 'ECONNRESET' || code === 'EPIPE' || code.startsWith('ERR_HTTP2')) {
		return new ConnectionFailure('lost', `${host} closed the connection.`, error);
	}
	return new ConnectionFailure(
		'unreachable',
		`${host} cannot be reached. Check that the machine that runs n8n may open connections to it.`,
		error,
	);
}

/** The peer speaks TLS, but no HTTP/2. */
export function notHttp2(host: string, cause?: unknown): ConnectionFailure {
	return new ConnectionFailure(
		'notHttp2',
		`${host} does not speak HTTP/2. A proxy in between that inspects TLS usually is the reason: let connections to APNs pass it.`,
		cause,
	);
}

/** What was thrown when a request was made or begun. Its own message may quote a header: the provider token is one. */
export function notStarted(error: unknown): ConnectionFailure {
	if (error instanceof ConnectionFailure) return error;
	const code = codeOf(error) && ` (${codeOf(error)})`;
	const { node } = process.versions;
	return new ConnectionFailure('notStarted', `Node.js ${node} did not start the request${code}.`);
}

function codeOf(error: unknown): string {
	return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}
