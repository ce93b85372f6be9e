/** What went wrong with a connection, in the order in which it can happen. */
export type ConnectionFailureKind =
	/** n8n's rules forbid a connection to this host. */
	| 'forbidden'
	/** The host name could not be resolved. */
	| 'dns'
	/** Nothing listens at the address, or there is no route to it. */
	| 'unreachable'
	/** The proxy does not open the connection. */
	| 'proxy'
	/** The proxy wants a different user name and password. */
	| 'proxyLogin'
	/** The server's certificate is not trusted, or is not for this host. */
	| 'untrusted'
	/** The server refuses the client certificate, or requires one. */
	| 'refusedCertificate'
	/** The TLS handshake failed for another reason. */
	| 'tls'
	/** TLS works, but the peer does not support HTTP/2 (ALPN `h2`, RFC 9113 §3.2). */
	| 'notHttp2'
	/** No answer in time, to the handshake or to a PING. */
	| 'timeout'
	/** The connection was closed or reset. */
	| 'lost'
	/** The connection works, but Node.js did not start the request. */
	| 'notStarted';

/** Kinds that the next connection would meet, too, until somebody fixes the cause. All others may be temporary. */
const LASTING: readonly ConnectionFailureKind[] = [
	'forbidden',
	'proxyLogin',
	'untrusted',
	'refusedCertificate',
	'notHttp2',
];

/** A connection that failed or was lost. `message` is for the user who must act. */
export class ConnectionFailure extends Error {
	override readonly name = 'ConnectionFailure';
	readonly kind: ConnectionFailureKind;

	constructor(kind: ConnectionFailureKind, message: string, cause?: unknown) {
		super(message, cause === undefined ? {} : { cause });
		this.kind = kind;
	}

	/** Whether it persists until somebody fixes the cause. */
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
			`The TLS certificate of ${host} is not trusted (${code}). For a TLS-inspecting proxy or your own server, add its CA certificate.`,
			error,
		);
	}
	// Verification errors that have no code in Node.js.
	if (code === 'UNSPECIFIED') {
		return new ConnectionFailure(
			'untrusted',
			`The TLS certificate of ${host} is not trusted. Its key is probably too short or its signature too old (1024 bits, SHA-1). Ask the operator of the server to replace it.`,
			error,
		);
	}
	if (code.includes('NO_APPLICATION_PROTOCOL')) return notHttp2(host, error);
	if (REFUSED_CERTIFICATE.test(code)) {
		return new ConnectionFailure(
			'refusedCertificate',
			`${host} refused the client certificate (${code}). It was revoked, it is not for this server, or the credential has none.`,
			error,
		);
	}
	if (/^(EPROTO|ERR_SSL|ERR_TLS)/.test(code)) {
		return new ConnectionFailure('tls', `The TLS handshake with ${host} failed.`, error);
	}
	if (code === 'ECONNRESET' || code === 'EPIPE' || code.startsWith('ERR_HTTP2')) {
		return new ConnectionFailure('lost', `${host} closed the connection.`, error);
	}
	return new ConnectionFailure(
		'unreachable',
		`${host} cannot be reached. Check that the machine that runs n8n can connect to it.`,
		error,
	);
}

/** The peer supports TLS, but not HTTP/2. */
export function notHttp2(host: string, cause?: unknown): ConnectionFailure {
	return new ConnectionFailure(
		'notHttp2',
		`${host} does not support HTTP/2. The cause is usually a proxy that inspects TLS: exempt connections to APNs from inspection.`,
		cause,
	);
}

/**
 * For an error thrown when a request was encoded or started. Its own message may quote a header, such as
 * the provider token.
 */
export function notStarted(error: unknown): ConnectionFailure {
	if (error instanceof ConnectionFailure) return error;
	const code = codeOf(error) && ` (${codeOf(error)})`;
	const { node } = process.versions;
	return new ConnectionFailure('notStarted', `Node.js ${node} did not start the request${code}.`);
}

function codeOf(error: unknown): string {
	return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}
