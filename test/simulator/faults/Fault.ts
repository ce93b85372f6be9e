import type { ServiceName } from '../services/Service.ts';

/** When a fault strikes. All given conditions must hold. */
export interface Trigger {
	/** Exactly the n-th request, counted from 1. */
	readonly request?: number;
	/** The n-th request and all after it. */
	readonly fromRequest?: number;
	/** Every n-th request. */
	readonly everyRequests?: number;
	/**
	 * Only requests of this service. For connections: only those to the listener of this service; `device`
	 * and `broadcast` share one.
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
	/** From 0 to 1, with the random source of `Faults`. */
	readonly probability?: number;
	/** How often the fault strikes at most. Default: no limit. */
	readonly times?: number;
}

/** Answers without processing the request. */
export interface AnswerFault {
	readonly kind: 'answer';
	readonly status: number;
	readonly reason?: string;
	/** More response headers, such as `retry-after`. */
	readonly headers?: Readonly<Record<string, string>>;
	/** Replaces the JSON with the reason. */
	readonly body?: string;
	readonly delayMs?: number;
}

/**
 * GOAWAY. Requests above the last stream ID are not processed and not answered; after the others are
 * answered, the connection is closed.
 *
 * The frame is always truthful: the ID is raised to the highest stream that was processed and not yet
 * answered. Otherwise a client that trusts it would send a notification twice.
 */
export interface GoAwayFault {
	readonly kind: 'goaway';
	/** RFC 9113 section 7. Default: 0, NO_ERROR. */
	readonly errorCode?: number;
	/** Default: `current`, the highest stream received. `processed`: the highest one processed. */
	readonly lastStreamId?: 'current' | 'processed' | number;
	/** Apple sends JSON such as `{"reason":"Shutdown"}`, and sometimes plain text. */
	readonly debugData?: string;
	/** Two frames: the first announces with the largest possible ID (RFC 9113 section 6.8). */
	readonly twice?: boolean;
	/** Right after TLS and SETTINGS, not on a request. */
	readonly onConnect?: boolean;
}

/** Changes SETTINGS_MAX_CONCURRENT_STREAMS while requests are in flight. */
export interface StreamLimitFault {
	readonly kind: 'streamLimit';
	readonly limit: number;
	/** When to restore the ordinary limit. Default: never. */
	readonly restoreAfterMs?: number;
}

/** From now on a 4xx (except 410) lowers the limit to 1 until the next success. */
export interface StreamLimitAfterRejectionFault {
	readonly kind: 'streamLimitAfterRejection';
}

/** RST_STREAM. */
export interface ResetFault {
	readonly kind: 'reset';
	/** RFC 9113 section 7, such as 2 INTERNAL_ERROR, 7 REFUSED_STREAM, 8 CANCEL. */
	readonly code: number;
	readonly when: 'beforeProcessing' | 'afterProcessing' | 'afterHeaders';
}

/** The TCP connection is reset. */
export interface DisconnectFault {
	readonly kind: 'disconnect';
	readonly when: 'beforeProcessing' | 'afterProcessing';
}

/** The connection stays open, but nothing is read or sent any more. */
export interface HalfOpenFault {
	readonly kind: 'halfOpen';
}

/** The request is processed and never answered. The connection is otherwise normal. */
export interface SilentFault {
	readonly kind: 'silent';
}

/** The request is processed and answered, including the body, but the answer's stream never ends. */
export interface UnendedFault {
	readonly kind: 'unended';
}

/** The request waits, and is processed `first` or `last` (then even if the client has given up). */
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
 * TLS fails: with an untrusted certificate, with bytes that are not TLS, with a TCP reset, or because the
 * client has no certificate (with TLS 1.3 the client learns that after its handshake, RFC 8446 §4.4.2.4).
 */
export interface TlsFailureFault {
	readonly kind: 'tlsFailure';
	readonly how: 'untrusted' | 'garbage' | 'abort' | 'certificateRequired';
}

/** TLS without ALPN, answered in HTTP/1.1, as behind some proxies. */
export interface WrongAlpnFault {
	readonly kind: 'wrongAlpn';
}

/** TLS with ALPN h2, but never any SETTINGS. */
export interface NoSettingsFault {
	readonly kind: 'noSettings';
}

/** The connection is slow in both directions. */
export interface TrickleFault {
	readonly kind: 'trickle';
	readonly bytesPerSecond: number;
}

/** Faults of a request, or of the connection that carries it. */
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

/** Faults of a connection before its first request. */
export type ConnectionFault =
	| RefuseConnectionFault
	| TlsFailureFault
	| WrongAlpnFault
	| NoSettingsFault
	| TrickleFault
	| (GoAwayFault & { readonly onConnect: true });

/**
 * A fault: what happens and, in `at`, when. Plain JSON, so that a schedule of faults can be generated,
 * printed and replayed. Without `at` it always strikes.
 */
export type Fault = (RequestFault | ConnectionFault) & { readonly at?: Trigger };
