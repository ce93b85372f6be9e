import { decodeBase64 } from './base64.ts';
import { NotificationRefusal } from './NotificationRefusal.ts';
import { nameOfOther } from './otherThanToken.ts';

/**
 * Tokens of apps have 64 hexadecimal characters today; Apple documents no length ("Registering your app
 * with APNs").
 */
const MIN_TOKEN_CHARACTERS = 64;

/** Our own limit; Live Activity and simulator tokens of about 160 characters have been seen. */
const MAX_TOKEN_CHARACTERS = 200;

/** Size of apps' tokens today. Base64 of so many bytes can only be a device token. */
const APP_TOKEN_BYTES = 32;

const HEXADECIMAL = /^[0-9a-f]+$/i;
/** Several tokens of apps with separators: without blanks, they could be one long token. */
const SEVERAL_TOKENS = /^[^0-9a-f]*[0-9a-f]{64}(?:[^0-9a-f]+[0-9a-f]{64})+[^0-9a-f]*$/i;

/** Blanks, including those without width, and the `<…>` of old device logs. */
const BLANKS = /[\s<>\u200b-\u200d\u2060]+/g;
const QUOTES = '(?:\\\\?["\'`\u2018-\u201f\u00ab\u00bb]){0,4}';
/** Surrounding quotes, escaped or not, and `Optional(…)` as Swift prints an optional. */
const WRAPPED = new RegExp(
	`^${QUOTES}(?:Optional\\(${QUOTES}(.*?)${QUOTES}\\)|(.*?))${QUOTES}$`,
	's',
);

/** `0x…`, and `\x…` as PostgreSQL writes bytes. */
const PREFIXED = /^(?:0x|\\x)([0-9a-f]+)$/i;
/** `01-AB-…` as .NET writes bytes, `01:ab:…`. */
const PAIRS = /^[0-9a-f]{2}(?:[-:][0-9a-f]{2}){31,99}$/i;
/** `Data` as Swift prints it, if it is complete. */
const DATA_DESCRIPTION = /^\{length=(\d{1,4}),bytes=0x([0-9a-f]+)\}$/i;

const NOT_HEXADECIMAL =
	'The device token is not hexadecimal (0–9, a–f). Use the token that the app got from iOS, as hexadecimal text.';

/**
 * Parses a device token to hexadecimal text for the request's path. Removes blanks, line breaks, quotes and
 * the `<…>` of old device logs. Converts other notations of bytes if they are unambiguous.
 *
 * @throws {NotificationRefusal} `INVALID_TOKEN`, naming what was found instead
 */
export function parseDeviceToken(given: unknown): string {
	// Fast path: nearly every token is like this.
	if (typeof given === 'string' && given.length === MIN_TOKEN_CHARACTERS && HEXADECIMAL.test(given))
		return given;
	if (given === undefined || given === null) throw refused('The device token is empty.');
	if (typeof given !== 'string') throw refused(notText(given));
	const text = bareText(given);
	if (text === '') throw refused('The device token is empty.');
	const token = hexadecimalOf(text);
	if (token?.length !== MIN_TOKEN_CHARACTERS && SEVERAL_TOKENS.test(given)) {
		throw refused(
			'There are several device tokens. Use one per item, or Send in Bulk with a list.',
		);
	}
	if (token === undefined) throw refused(nameOfOther(text) ?? NOT_HEXADECIMAL);
	if (token.length < MIN_TOKEN_CHARACTERS || token.length > MAX_TOKEN_CHARACTERS) {
		throw refused(
			`The device token has ${token.length} characters; a device token has ${MIN_TOKEN_CHARACTERS} to ${MAX_TOKEN_CHARACTERS}.`,
		);
	}
	if (token.length % 2 !== 0) {
		throw refused(
			`The device token has ${token.length} characters, which is an odd number. A character is missing, or there is one too many.`,
		);
	}
	return token;
}

/** Whether it is a valid device token. */
export function isDeviceToken(given: unknown): boolean {
	try {
		parseDeviceToken(given);
		return true;
	} catch {
		return false;
	}
}

function bareText(given: string): string {
	const text = given.replace(BLANKS, '');
	return HEXADECIMAL.test(text) ? text : text.replace(WRAPPED, '$1$2');
}

/** Undefined if the text does not represent bytes. */
function hexadecimalOf(text: string): string | undefined {
	if (HEXADECIMAL.test(text)) return text;
	const prefixed = PREFIXED.exec(text)?.[1];
	if (prefixed !== undefined) return prefixed;
	if (PAIRS.test(text)) return text.replace(/[-:]/g, '');
	const [, byteCount, bytes] = DATA_DESCRIPTION.exec(text) ?? [];
	if (bytes !== undefined && bytes.length === Number(byteCount) * 2) return bytes;
	const decoded = decodeBase64(text);
	return decoded?.length === APP_TOKEN_BYTES ? decoded.toString('hex') : undefined;
}

function refused(message: string): NotificationRefusal {
	return new NotificationRefusal('INVALID_TOKEN', message);
}

function notText(value: unknown): string {
	return isBuffer(value)
		? "The device token is binary data, not text. Convert it to hexadecimal text: token.toString('hex') in a Code node, encode(token, 'hex') in PostgreSQL."
		: `The device token is ${describeType(value)}, not text. A device token is hexadecimal text.`;
}

/** A Buffer, or one that was converted to JSON. */
function isBuffer(value: unknown): boolean {
	if (typeof value !== 'object' || value === null) return false;
	return value instanceof Uint8Array || ('type' in value && value.type === 'Buffer');
}

function describeType(value: unknown): string {
	if (Array.isArray(value)) return 'a list';
	return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
