import type { ServiceName } from '../services/Service.ts';

/** Which of the things that happen a fault strikes. All conditions given must hold. */
export interface Trigger {
	/** Exactly the n-th request, counted from 1. */
	readonly request?: number;
	/** The n-th request and all after it. */
	readonly fromRequest?: number;
	/** Each n-th request. */
	readonly everyRequests?: number;
	/**
	 * Only requests of this kind. Of connections: only those to the listener for such requests, where
	 * `device` and `broadcast` share one.
	 */
	readonly service?: ServiceName;
	/** Only requests to these device tokens. */
	readonly tokens?: readonly string[];
	/** Only the k-th connection, counted from 1. */
	readonly connection?: number;
	/** Only the k-th connection and all after it. */
	readonly fromConnection?: number;
	/** Only the first k connections. */
	readonly firstConnections?: number;
	/** From 0 to 1, by the random source of `Faults`. */
	readonly probability?: number;
	/** How often the fault strikes at most. Default: no end. */
	readonly times?: number;
}

/** Answers in APNs' place: the request is not processed. */
export interface AnswerFault {
	readonly kind: 'answer';
	readonly status: number;
	readonly reason?: string;
	/** More response headers, for instance `retry-after`. */
	readonly headers?: Readonly<Record<string, string>>;
	/** Instead of the JSON with the reason. */
	readonly body?: string;
	readonly delayMs?: number;
}

/**
 * GOAWAY. Requests above the last stream id are not processed and get no answer; when those up to
 * it are answered, the connection is closed.
 *
 * The frame never lies: the id is raised to the highest stream that was processed and whose answer
 * is not out yet, or a client that trusts it would send a notification twice.
 */
export interface GoAwayFault {
	readonly kind: 'goaway';
	/** RFC 9113 section 7. Default: 0, NO_ERROR. */
	readonly errorCode?: number;
	/** Default: `current`, the highest stream received. `processed`: the highest one processed. */
	readonly lastStreamId?: 'current' | 'processed' | number;
	/** Apple sends JSON such as `{"reason":"Shutdown"}`, and sometimes plain text. */
	readonly debugData?: string;
	/** Two frames: first one that announces, with the largest id there is (RFC 9113 section 6.8). */
	readonly twice?: boolean;
	/** Not upon a request, but as soon as TLS and SETTINGS are done. */
	readonly onConnect?: boolean;
}

/** Changes SETTINGS_MAX_CONCURRENT_STREAMS of the connection in mid-flight. */
export interface StreamLimitFault {
	readonly kind: 'streamLimit';
	readonly limit: number;
	/** Afterwards back to the ordinary limit. Default: never. */
	readonly restoreAfterMs?: number;
}

/** From now on a 4xx (410 excepted) lowers the limit to 1 until the next success. */
export interface StreamLimitAfterRejectionFault {
	readonly kind: 'streamLimitAfterRejection';
}

/** RST_STREAM. */
export interface ResetFault {
	readonly kind: 'reset';
	/** RFC 9113 section 7, for instance 2 INTERNAL_ERROR, 7 REFUSED_STREAM, 8 CANCEL. */
	readonly code: number;
	readonly when: 'beforeProcessing' | 'afterProcessing' | 'afterHeaders';
}

/** The TCP connection is reset. */
export interface DisconnectFault {
	readonly kind: 'disconnect';
	readonly when: 'beforeProcessing' | 'afterProcessing';
}

/** The connection is still there, but nothing is read and nothing is sent any more. */
export interface HalfOpenFault {
	readonly kind: 'halfOpen';
}

/** The request is processed, and never answered. The connection is well otherwise. */
export interface SilentFault {
	readonly kind: 'silent';
}

/** The request is processed and answered, body and all, and the answer's stream never ends. */
export interface UnendedFault {
	readonly kind: 'unended';
}

/** The request waits, and is processed `first` or `last` (then also if the client has given up). */
export interface DelayFault {
	readonly kind: 'delay';
	readonly delayMs: number;
	readonly process: 'first' | 'last';
}

/** From now on the connection answers every provider token with 403 ExpiredProviderToken. */
export interface WedgeFault {
	readonly kind: 'wedge';
}

/** The TCP connection is reset right after it was accepted. */
export interface RefuseConnectionFault {
	readonly kind: 'refuseConnection';
}

/**
 * TLS fails: by a certificate nobody trusts, by bytes that are not TLS, by a TCP reset, or because the
 * client has no certificate (with TLS 1.3 it hears of that after its handshake, RFC 8446 §4.4.2.4).
 */
export interface TlsFailureFault {
	readonly kind: 'tlsFailure';
	readonly how: 'untrusted' | 'garbage' | 'abort' | 'certificateRequired';
}

/** TLS without ALPN; what answers is HTTP/1.1, as behind some proxies. */
export interface WrongAlpnFault {
	readonly kind: 'wrongAlpn';
}

/** TLS with ALPN h2, and then silence: no SETTINGS, ever. */
export interface NoSettingsFault {
	readonly kind: 'noSettings';
}

/** The connection is slow in both directions. */
export interface TrickleFault {
	readonly kind: 'trickle';
	readonly bytesPerSecond: number;
}

/** What strikes a request, or by way of it the connection that carries it. */
export type RequestFault =
	| AnswerFault
	| GoAwayFault
	| StreamLimitFault
	| StreamLimitAfterRejectionFault
	| ResetFault
	| DisconnectFault
	| HalfOpenFault
	| SilentFault
	| UnendedFault
	| DelayFault
	| WedgeFault;

/** What strikes a connection before its first request. */
export type ConnectionFault =
	| RefuseConnectionFault
	| TlsFailureFault
	| WrongAlpnFault
	| NoSettingsFault
	| TrickleFault
	| (GoAwayFault & { readonly onConnect: true });

/**
 * One fault: what happens and, in `at`, to whom. Plain JSON, so that a schedule of faults can be
 * generated, printed and replayed. Without `at` it strikes every time.
 */
export type Fault = (RequestFault | ConnectionFault) & { readonly at?: Trigger };
