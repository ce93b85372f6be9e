import { MAX_CHANNEL_ID_CHARACTERS } from '../../notification/channelId.ts';
import type { Clock } from '../time/Clock.ts';

/** What APNs answered to one request. */
export interface Answer {
	readonly status: number;
	/** Apple's reason, at most 200 characters; null if the body has none or cannot be read. */
	readonly reason: string | null;
	/** The answer is not from APNs but from something in between, such as a proxy or a gateway. */
	readonly isForeign: boolean;
	/** 410: when the token became invalid. Milliseconds since 1970. */
	readonly timestampMs: number | null;
	/** `apns-id`; for broadcasts and channels `apns-request-id`. */
	readonly apnsId: string | null;
	readonly apnsUniqueId: string | null;
	/** The `retry-after` header, which Apple does not document; null if absent. */
	readonly retryAfterSeconds: number | null;
	/** Only if the service reads it. */
	readonly content?: AnswerContent;
}

/** The content of an answer to a channel request. */
export interface AnswerContent {
	/** `apns-channel-id` */
	readonly channelId: string | null;
	readonly body: string;
}

/** Apple's reasons have fewer than 50 characters; a custom server may send anything. */
const MAX_REASON_CHARACTERS = 200;

/** A longer ID is ignored: if it were cut, it would be a different ID. Apple's are UUIDs. */
const MAX_ID_CHARACTERS = 128;

/** Header fields of an answer, by their lower-case names (RFC 9113 §8.2). */
export type AnswerHeaders = Readonly<Record<string, unknown>>;

/**
 * Reads an answer ("Handling notification responses from APNs").
 *
 * @param body the response's body, empty on success
 * @param clock for a `retry-after` that is a date
 */
export function readAnswer(
	headers: AnswerHeaders,
	body: string,
	clock: Pick<Clock, 'dateMs'>,
): Answer {
	const { reason: said, timestamp } = readBody(body);
	const status = Number(headers[':status']);
	const reason = typeof said === 'string' && said !== '' ? shortReason(said) : null;
	return {
		status,
		reason,
		isForeign: isForeign(status, reason, body),
		timestampMs: typeof timestamp === 'number' && Number.isFinite(timestamp) ? timestamp : null,
		apnsId: idOf(headers['apns-id']) ?? idOf(headers['apns-request-id']),
		apnsUniqueId: idOf(headers['apns-unique-id']),
		retryAfterSeconds: readRetryAfter(textOf(headers['retry-after']), clock),
	};
}

/** The same, with its {@link AnswerContent}. */
export function readAnswerWithContent(
	headers: AnswerHeaders,
	body: string,
	clock: Pick<Clock, 'dateMs'>,
): Answer {
	const content = { channelId: idOf(headers['apns-channel-id'], MAX_CHANNEL_ID_CHARACTERS), body };
	return { ...readAnswer(headers, body, clock), content };
}

/** "Handling notification responses from APNs", and the same page for channels. */
const STATUSES_OF_APNS = [400, 403, 404, 405, 410, 413, 429, 500, 503];

/** Apple's errors have a reason if they have a body, even a truncated one. */
function isForeign(status: number, reason: string | null, body: string): boolean {
	if (status >= 200 && status <= 299) return false;
	if (!STATUSES_OF_APNS.includes(status)) return true;
	return reason === null && body !== '' && !/^\s*\{\s*"reason"/.test(body);
}

function readBody(body: string): { reason?: unknown; timestamp?: unknown } {
	if (body === '') return {};
	try {
		const parsed: unknown = JSON.parse(body);
		return typeof parsed === 'object' && parsed !== null ? parsed : {};
	} catch {
		// A gateway in between may answer with HTML. Then only the status counts.
		return {};
	}
}

/** RFC 9110 §5.6.7. `Date.parse` alone accepts almost any text with a number in it. */
const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/** RFC 9110 §10.2.3: a number of seconds (at most nine digits: thirty years), or a date. */
function readRetryAfter(text: string | null, clock: Pick<Clock, 'dateMs'>): number | null {
	if (text === null) return null;
	if (/^\d{1,9}$/.test(text)) return Number(text);
	if (!HTTP_DATE.test(text)) return null;
	const dateMs = Date.parse(text);
	return Number.isNaN(dateMs) ? null : Math.max(0, Math.ceil((dateMs - clock.dateMs()) / 1000));
}

/** A server's reason, cut to the maximum length. */
export function shortReason(reason: string): string {
	return reason.slice(0, MAX_REASON_CHARACTERS).toWellFormed();
}

function idOf(header: unknown, maxCharacters = MAX_ID_CHARACTERS): string | null {
	const text = textOf(header);
	return text === null || text.length > maxCharacters ? null : text;
}

function textOf(header: unknown): string | null {
	return typeof header === 'string' && header !== '' ? header : null;
}
