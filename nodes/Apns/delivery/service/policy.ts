import { rulesOf } from '../../notification/pushType.ts';
import type { Notification } from '../../notification/Notification.ts';
import type { Clock } from '../time/Clock.ts';

/**
 * What to do where a notification was written and no answer came. `auto`: send it again where a person
 * cannot notice a second copy; `retry`: always; `report`: never.
 */
export type OnUnknownDelivery = 'auto' | 'retry' | 'report';

/** How much is done for one notification. */
export interface DeliveryPolicy {
	/** Requests for one token, the first included. Those that APNs never processed do not count. */
	readonly maxAttempts: number;
	/** For one request; also for waiting until one can be started. */
	readonly requestTimeoutMs: number;
	readonly onUnknownDelivery: OnUnknownDelivery;
}

/** How much is done at once. */
export interface DeliveryLimits {
	readonly maxConnections: number;
	/** Per connection; the server's own limit is obeyed besides. */
	readonly maxConcurrentStreams: number;
	/** Requests started a second; Infinity for no limit. */
	readonly maxPerSecond: number;
}

/** The defaults of the node's options. */
export const DEFAULT_POLICY: DeliveryPolicy = {
	maxAttempts: 3,
	requestTimeoutMs: 30_000,
	onUnknownDelivery: 'auto',
};

/**
 * One connection takes all that one Node.js process can produce on a short path, and Apple treats many
 * connections as an attack. node:http2 is fastest with about 400 streams (test/bench/README.md); the more
 * there are, the more notifications a broken connection leaves in doubt.
 */
export const DEFAULT_LIMITS: DeliveryLimits = {
	maxConnections: 1,
	maxConcurrentStreams: 400,
	maxPerSecond: Infinity,
};

/** A server that asks for more patience than this is not waited for: the result says when to come back. */
export const MAX_RETRY_AFTER_SECONDS = 30;

const BACKOFF_BASE_MS = 500;
const BACKOFF_CAP_MS = 10_000;
const RECONNECT_CAP_MS = 2_000;

/**
 * Exponential backoff with full jitter: evenly between 0 and base · 2^(n-1), so that those who failed
 * together do not come back together.
 *
 * @param failures how often in a row it failed, from 1
 */
export function backoffMs(failures: number, clock: Clock, capMs = BACKOFF_CAP_MS): number {
	const ceilingMs = Math.min(capMs, BACKOFF_BASE_MS * 2 ** (failures - 1));
	return clock.random() * ceilingMs;
}

/**
 * The same before a connection is opened, and for requests that APNs did not process. Ten failures in a row take no
 * more than 18 seconds: fewer than a request has by default.
 */
export function reconnectBackoffMs(failures: number, clock: Clock): number {
	return backoffMs(failures, clock, RECONNECT_CAP_MS);
}

/**
 * Whether a notification may be sent again although the first may have arrived. APNs does not
 * de-duplicate by `apns-id`; a collapse ID merges what is *shown*, so it helps with alerts alone.
 */
export function mayRepeat(
	notification: Notification,
	onUnknownDelivery: OnUnknownDelivery,
): boolean {
	if (onUnknownDelivery !== 'auto') return onUnknownDelivery === 'retry';
	const { pushType, collapseId } = notification;
	return rulesOf(pushType).silent || (pushType === 'alert' && collapseId !== undefined);
}
