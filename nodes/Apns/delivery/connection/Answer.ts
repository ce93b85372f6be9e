import { MAX_CHANNEL_ID_CHARACTERS } from '../../notification/channelId.ts';
import type { Clock } from '../time/Clock.ts';

/** What APNs answered to one request. */
export interface Answer {
	readonly status: number;
	/** Apple's reason, of 200 characters at most; null where the body has none or cannot be read. */
	readonly reason: string | null;
	/** Something in between answered, such as a proxy or a gateway. */
	readonly isForeign: boolean;
	/** 410: since when the token is dead. Milliseconds since 1970. */
	readonly timestampMs: number | null;
	/** `apns-id`; for broadcasts and channels `apns-request-id`. */
	readonly apnsId: string | null;
	readonly apnsUniqueId: string | null;
	/** The `retry-after` header. Apple does not document it; null where it is absent. */
	readonly retryAfterSeconds: number | null;
	/** Only where the request asks for it. */
	readonly content?: AnswerContent;
}

/** What an answer says beyond good or bad: of requests for channels. */
export interface AnswerContent {
	/** `apns-channel-id` */
	readonly channelId: string | null;
	readonly body: string;
}

/** Apple's own are under 50; what else may be at a custom address. */
const MAX_REASON_CHARACTERS = 200;

/** An ID that is cut would be another one, so a longer one is none. Apple's are UUIDs. */
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

/** The same with its {@link AnswerContent}. */
export function readAnswerWithContent(
	headers: AnswerHeaders,
	body: string,
	clock: Pick<Clock, 'dateMs'>,
): Answer {
	const content = { channelId: idOf(headers['apns-channel-id'], MAX_CHANNEL_ID_CHARACTERS), body };
	return { ...readAnswer(headers, body, clock), content };
}

/** "Handling notification responses from APNs", and the same of channels. */
const STATUSES_OF_APNS = [400, 403, 404, 405, 410, 413, 429, 500, 503];

/** Apple's errors have a reason wherever they have a body, even one that breaks off. */
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
		// A gateway in between may answer with HTML: the status has to do.
		return {};
	}
}

/** RFC 9110 §5.6.7. `Date.parse` alone makes a date of anything that holds a number. */
const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/** RFC 9110 §10.2.3: a number of seconds (no more than nine digits: thirty years), or a date. */
function readRetryAfter(text: string | null, clock: Pick<Clock, 'dateMs'>): number | null {
	if (text === null) return null;
	if (/^\d{1,9}$/.test(text)) return Number(text);
	if (!HTTP_DATE.test(text)) return null;
	const dateMs = Date.parse(text);
	return Number.isNaN(dateMs) ? null : Math.max(0, Math.ceil((dateMs - clock.dateMs()) / 1000));
}

/** A server's reason, as long as a reason may be. */
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
