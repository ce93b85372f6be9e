import { NotificationRefusal } from './NotificationRefusal.ts';

/** Apps have 64 hexadecimal characters today; Apple promises no length ("Registering your app with APNs"). */
const MIN_TOKEN_CHARACTERS = 64;

/** Live Activity and simulator tokens of about 160 characters have been seen; this is our own ceiling. */
const MAX_TOKEN_CHARACTERS = 200;

const HEXADECIMAL = /^[0-9a-f]+$/i;
/** A token as nearly every one comes: it needs no second look. */
const PLAIN_TOKEN = /^[0-9a-f]{64}$/i;
const DECORATION = /[\s<>]+/g;

/**
 * The device token as it goes into the request's path: hexadecimal text, without the blanks, line breaks
 * and `<…>` of old device logs.
 *
 * @throws {NotificationRefusal} `INVALID_TOKEN`, saying what was found instead
 */
export function parseDeviceToken(given: unknown): string {
	if (typeof given === 'string' && PLAIN_TOKEN.test(given)) return given;
	if (given === undefined || given === null || given === '') {
		throw new NotificationRefusal('INVALID_TOKEN', 'The device token is empty.');
	}
	if (typeof given !== 'string') {
		throw new NotificationRefusal(
			'INVALID_TOKEN',
			`The device token is ${describeType(given)}, not text. A device token is hexadecimal text.`,
		);
	}
	const token = given.replace(DECORATION, '');
	if (!HEXADECIMAL.test(token)) {
		throw new NotificationRefusal(
			'INVALID_TOKEN',
			'The device token is not hexadecimal (0–9, a–f). Send the token that the app got from iOS, as hexadecimal text.',
		);
	}
	if (token.length < MIN_TOKEN_CHARACTERS || token.length > MAX_TOKEN_CHARACTERS) {
		throw new NotificationRefusal(
			'INVALID_TOKEN',
			`The device token has ${token.length} characters; a device token has ${MIN_TOKEN_CHARACTERS} to ${MAX_TOKEN_CHARACTERS}.`,
		);
	}
	if (token.length % 2 !== 0) {
		throw new NotificationRefusal(
			'INVALID_TOKEN',
			`The device token has ${token.length} characters, an odd number: one is missing or too many.`,
		);
	}
	return token;
}

function describeType(value: unknown): string {
	if (Array.isArray(value)) return 'a list';
	return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
