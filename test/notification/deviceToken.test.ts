import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDeviceToken } from '../../nodes/Apns/notification/deviceToken.ts';
import { NotificationRefusal } from '../../nodes/Apns/notification/NotificationRefusal.ts';

const TOKEN = '0123456789abcdefABCDEF0123456789'.repeat(2);
const BYTES = Buffer.from(TOKEN, 'hex');
const GROUPS = TOKEN.match(/.{8}/g)?.join(' ') ?? '';
const IN_THE_APP = 'deviceToken.map { String(format: "%02x", $0) }.joined()';

function refusalOf(given: unknown): NotificationRefusal {
	try {
		parseDeviceToken(given);
	} catch (error) {
		expect(error).toBeInstanceOf(NotificationRefusal);
		return error as NotificationRefusal;
	}
	throw new Error(`Accepted: ${String(given)}`);
}

describe('a device token', () => {
	it.each([
		['as it is', TOKEN],
		['in the angle brackets of old device logs', `<${TOKEN}>`],
		['in groups of eight, as NSData prints it', `<${GROUPS}>`],
		['in groups of eight without the brackets', GROUPS],
		['with blanks around it', `  ${TOKEN}\t`],
		['with a line break at its end', `${TOKEN}\r\n`],
		['broken over two lines', `${TOKEN.slice(0, 30)}\n${TOKEN.slice(30)}`],
		['with a no-break space from a web page', `\u00a0${TOKEN}`],
		['with a space of no width from a chat', `${TOKEN}\u200b`],
		['in double quotes', `"${TOKEN}"`],
		['in single quotes', `'${TOKEN}'`],
		['in quotes that were escaped', `\\"${TOKEN}\\"`],
		['in the quotes of a word processor', `\u201c${TOKEN}\u201d`],
		['in quotes and angle brackets', `"<${GROUPS}>"`],
		['as Swift prints an optional', `Optional("${TOKEN}")`],
		['with the prefix of a hexadecimal number', `0x${TOKEN}`],
		['as PostgreSQL writes bytes', `\\x${TOKEN}`],
		['byte by byte as .NET writes it', TOKEN.match(/../g)?.join('-')],
		['byte by byte with colons', TOKEN.match(/../g)?.join(':')],
		['as Swift describes data, complete', `{length = 32, bytes = 0x${GROUPS}}`],
	])('is taken %s, without the decoration', (_, given) => {
		expect(parseDeviceToken(given)).toBe(TOKEN);
	});

	it.each(['base64', 'base64url'] as const)('of 32 bytes in %s is converted', (encoding) => {
		const bytes = Buffer.from(BYTES).fill(0xfb, 0, 8);
		const text = bytes.toString(encoding);
		expect(parseDeviceToken(text)).toBe(bytes.toString('hex'));
		expect(parseDeviceToken(text.replaceAll('=', ''))).toBe(bytes.toString('hex'));
		expect(parseDeviceToken(`"${text}"\n`)).toBe(bytes.toString('hex'));
	});

	it.each([
		['has a bit that base64 of 32 bytes cannot have', `${'Zx'.repeat(21)}B`],
		['mixes base64 and base64url', `-+${'Zx'.repeat(20)}A`],
		['is 43 hexadecimal characters', 'a'.repeat(43)],
	])('is not guessed from text that %s', (_, given) => {
		expect(refusalOf(given).code).toBe('INVALID_TOKEN');
	});

	it.each([64, 66, 108, 160, 198, 200])('may have %i characters', (length) => {
		const token = 'a'.repeat(length);
		expect(parseDeviceToken(token)).toBe(token);
	});

	it.each([1, 2, 62, 63, 201, 202, 1_000_000])('may not have %i characters', (length) => {
		const refusal = refusalOf('a'.repeat(length));
		expect(refusal.code).toBe('INVALID_TOKEN');
		expect(refusal.message).toContain(`has ${length} characters`);
		expect(refusal.message).toContain('64 to 200');
	});

	it.each([65, 107, 163, 199])('of odd length (%i) is refused, saying so', (length) => {
		const refusal = refusalOf('a'.repeat(length));
		expect(refusal.code).toBe('INVALID_TOKEN');
		expect(refusal.message).toContain('odd');
	});

	it.each([
		['nothing', undefined, 'empty'],
		['null', null, 'empty'],
		['empty text', '', 'empty'],
		['a number', 12345, 'a number'],
		['a switch', true, 'a boolean'],
		['a list', [TOKEN], 'a list'],
		['an object', { token: TOKEN }, 'an object'],
		['a big integer', 10n, 'a bigint'],
		['a symbol', Symbol('token'), 'a symbol'],
		['an object that turns into a token as text', { toString: () => TOKEN }, 'an object'],
		['a path', `../../1/apps/${TOKEN}`, 'not hexadecimal'],
		['a query behind it', `${TOKEN}?a=b`, 'not hexadecimal'],
		['a header behind it', `${TOKEN}\r\napns-topic: x`, 'not hexadecimal'],
		['a NUL in it', `${TOKEN.slice(0, 32)}\0${TOKEN.slice(32)}`, 'not hexadecimal'],
		['percent signs', `%30${TOKEN}`, 'not hexadecimal'],
		['digits of another script', '٣'.repeat(64), 'not hexadecimal'],
		['wide letters', 'ａ'.repeat(64), 'not hexadecimal'],
		['the prefix of a hexadecimal number in it', `${TOKEN}0x${TOKEN}`, 'not hexadecimal'],
		['a quote in it', `${TOKEN.slice(0, 32)}"${TOKEN.slice(32)}`, 'not hexadecimal'],
		['one wrong letter in it', `${TOKEN.slice(0, 63)}O`, 'not hexadecimal'],
		['quotes around nothing', '""', 'empty'],
		['blanks', ' \n', 'empty'],
		['a Buffer', BYTES, 'binary data'],
		['a Buffer that went through JSON', JSON.parse(JSON.stringify(BYTES)), 'binary data'],
	])('is refused where it is %s, saying what was found', (_, given, found) => {
		const refusal = refusalOf(given);
		expect(refusal.code).toBe('INVALID_TOKEN');
		expect(refusal.message).toContain(found);
	});
});

describe('a token of another kind is called by its name, with the way out:', () => {
	const BASE64 = Buffer.from('a token of a simulator '.padEnd(80, 'Zx')).toString('base64');
	it.each([
		[
			'Firebase',
			`cXbT0ghJkLmNoPqRsTuVwX:APA91bF${'x-Y_'.repeat(33)}`,
			'Firebase (FCM)',
			'Messaging.messaging().apnsToken',
		],
		['Firebase, an old one', `APA91bF${'xY_z'.repeat(33)}`, 'Firebase (FCM)', 'apnsToken'],
		['Expo', 'ExponentPushToken[xxXXxxXXxxXXxxXXxxXXxx]', 'Expo', 'getDevicePushTokenAsync()'],
		['Expo, the short form', 'ExpoPushToken[0J23tlOl6Qz92gG9SM4ceI]', 'Expo', 'getDevicePush'],
		[
			'Swift, elided',
			`{length = 32, bytes = 0x${GROUPS.slice(0, 35)} ... a1b2 }`,
			'Swift',
			IN_THE_APP,
		],
		['Swift, too short', `{length = 32, bytes = 0x${TOKEN.slice(2)}}`, 'Swift', IN_THE_APP],
		['Swift, its length only', '32 bytes', 'Swift', IN_THE_APP],
		['a UUID', 'E621E1F8-C36C-495A-93FC-0C247A3E6E5F', 'a UUID', 'identifierForVendor'],
		['Web Push', 'https://web.push.apple.com/QGuQyavXutnMH', 'Web Push', 'VAPID'],
		['base64 of another length', BASE64, '80 bytes', "'hex'"],
		['nothing, in JavaScript', 'undefined', 'no value', 'no token when it was saved'],
		['nothing, in Objective-C', '(null)', 'no value', 'no token when it was saved'],
		['an object as text', '[object Object]', 'no value', 'no token when it was saved'],
		['an expression', '{{ $json.deviceToken }}', 'did not evaluate', 'Expression'],
		['JSON', `{"token":"${TOKEN}"}`, 'is JSON', 'returns only the token'],
		['two tokens', `${TOKEN},${TOKEN}`, 'several device tokens', 'Send in Bulk'],
		['two tokens with a line break', `${TOKEN}\n${TOKEN}`, 'several device tokens', 'Send in Bulk'],
		['two tokens as a JSON list', JSON.stringify([TOKEN, TOKEN]), 'several', 'Send in Bulk'],
	])('%s', (_, given, name, wayOut) => {
		for (const text of [given, ` "${given}"\r\n`]) {
			const { code, message } = refusalOf(text);
			expect(code).toBe('INVALID_TOKEN');
			expect(message).toContain(name);
			expect(message).toContain(wayOut);
			expect(message).not.toContain('not hexadecimal');
			expect(message.length).toBeLessThan(300);
		}
	});

	// With quadratic time, these would take minutes.
	it.each(['"', '\\', ' ', '<', 'x-', 'ab:', '[', '{', '0x', 'Optional('])(
		'a long text of %j takes no longer to tell apart than others',
		(piece) => {
			const start = process.cpuUsage();
			refusalOf(`${piece.repeat(500_000)}!`);
			expect(process.cpuUsage(start).user).toBeLessThan(5_000_000);
		},
	);
});

describe('whatever is given as a device token', () => {
	const hex = fc.string({ unit: fc.constantFrom(...'0123456789abcdefABCDEF'), maxLength: 220 });
	const decoration = fc.constantFrom('', ' ', '\n', '\r\n', '\t', '<', '>', '\u2028', '\u00a0');
	const codeUnit = fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit));
	const nearlyToken = fc
		.tuple(hex, decoration, fc.string({ unit: codeUnit, maxLength: 2 }), decoration, hex)
		.map((parts) => parts.join(''));

	it('is refused, or comes out as 64 to 200 hexadecimal digits, an even number of them', () => {
		fc.assert(
			fc.property(fc.oneof(nearlyToken, fc.anything(), fc.string()), (given) => {
				try {
					expect(parseDeviceToken(given)).toMatch(/^(?:[0-9a-fA-F]{2}){32,100}$/);
				} catch (error) {
					if (!(error instanceof NotificationRefusal)) throw error;
					expect(error.code).toBe('INVALID_TOKEN');
				}
			}),
			{ numRuns: 1_000 },
		);
	});

	it('keeps its digits and their case, wherever decoration stands', () => {
		const bytes = fc.uint8Array({ minLength: 32, maxLength: 100 });
		fc.assert(
			fc.property(bytes, fc.array(decoration, { maxLength: 8 }), fc.nat(), (token, pieces, at) => {
				const text = Buffer.from(token).toString('hex');
				const cut = at % text.length;
				// Two app tokens look like a longer token that is broken there.
				fc.pre(cut !== 64 || text.length !== 128);
				const given = text.slice(0, cut) + pieces.join('') + text.slice(cut);
				expect(parseDeviceToken(given)).toBe(text);
			}),
		);
	});

	it('is sent to the bytes that were written, in whichever way, or to nobody', () => {
		fc.assert(
			fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (array) => {
				const bytes = Buffer.from(array);
				const hex = bytes.toString('hex');
				const pairs = hex.match(/../g) ?? [];
				const written = [
					`0x${hex}`,
					`\\x${hex}`,
					pairs.join('-').toUpperCase(),
					pairs.join(':'),
					`Optional('${hex}')`,
					`{length = 32, bytes = 0x${hex}}`,
				];
				for (const text of written) expect(parseDeviceToken(text).toLowerCase()).toBe(hex);
				for (const text of [bytes.toString('base64'), bytes.toString('base64url')]) {
					// Base64 of zeros is also hexadecimal, so it is ambiguous.
					if (/^[0-9a-f]+$/i.test(text)) refusalOf(text);
					else expect(parseDeviceToken(text)).toBe(hex);
				}
			}),
		);
	});
});
