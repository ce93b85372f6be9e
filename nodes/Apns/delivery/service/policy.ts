import { rulesOf } from '../../notification/pushType.ts';
import type { Notification } from '../../notification/Notification.ts';
import type { Clock } from '../time/Clock.ts';

/**
 * What to do if a notification was written and not answered. `auto`: send it again if the user of the
 * device cannot notice a second copy; `retry`: always; `report`: never.
 */
export type OnUnknownDelivery = 'auto' | 'retry' | 'report';

/** Limits for one notification. */
export interface DeliveryPolicy {
	/** Requests for one token, including the first. Those that APNs did not process do not count. */
	readonly maxAttempts: number;
	/** For one request, and for waiting until a request can be started. */
	readonly requestTimeoutMs: number;
	readonly onUnknownDelivery: OnUnknownDelivery;
}

/** Limits for a delivery. */
export interface DeliveryLimits {
	readonly maxConnections: number;
	/** Per connection; the server's own limit applies as well. */
	readonly maxConcurrentStreams: number;
	/** Requests started per second; Infinity for no limit. */
	readonly maxPerSecond: number;
}

/** The defaults of the node's options. */
export const DEFAULT_POLICY: DeliveryPolicy = {
	maxAttempts: 3,
	requestTimeoutMs: 30_000,
	onUnknownDelivery: 'auto',
};

/**
 * Streams of a connection to begin with. node:http2 is fastest with about 400 (test/bench/README.md), and
 * over a short path they take everything that one Node.js process can produce; with more streams, a broken
 * connection leaves more notifications in doubt. Over a long path `Capacity` finds how many more pay.
 */
export const FIRST_STREAMS = 400;

/** As many streams as Apple allows, and a handful of connections: Apple treats many as an attack. */
export const DEFAULT_LIMITS: DeliveryLimits = {
	maxConnections: 4,
	maxConcurrentStreams: 1000,
	maxPerSecond: Infinity,
};

/** If a server asks to wait longer than this, the result says when to send again. */
export const MAX_RETRY_AFTER_SECONDS = 30;

const BACKOFF_BASE_MS = 500;
const BACKOFF_CAP_MS = 10_000;
const RECONNECT_CAP_MS = 2_000;

/**
 * Exponential backoff with full jitter: uniform between 0 and base · 2^(n-1), so that requests that failed
 * together do not come back together.
 *
 * @param failures number of failures in a row, from 1
 */
export function backoffMs(failures: number, clock: Clock, capMs = BACKOFF_CAP_MS): number {
	const ceilingMs = Math.min(capMs, BACKOFF_BASE_MS * 2 ** (failures - 1));
	return clock.random() * ceilingMs;
}

/**
 * The same for opening connections, and for requests that APNs did not process. Ten failures in a row take
 * at most 18 seconds, less than a request's default timeout.
 */
export function reconnectBackoffMs(failures: number, clock: Clock): number {
	return backoffMs(failures, clock, RECONNECT_CAP_MS);
}

/**
 * Whether to send a notification again although the first may have arrived. APNs does not de-duplicate by
 * `apns-id`; a collapse ID merges what is *shown*, so it helps for alerts only.
 */
export function mayRepeat(
	notification: Notification,
	onUnknownDelivery: OnUnknownDelivery,
): boolean {
	if (onUnknownDelivery !== 'auto') return onUnknownDelivery === 'retry';
	const { pushType, collapseId } = notification;
	return rulesOf(pushType).silent || (pushType === 'alert' && collapseId !== undefined);
}
