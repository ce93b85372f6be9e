import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDeviceToken } from '../../nodes/Apns/notification/deviceToken.ts';
import { NotificationRefusal } from '../../nodes/Apns/notification/NotificationRefusal.ts';

const TOKEN = '0123456789abcdefABCDEF0123456789'.repeat(2);

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
		['in groups of eight, as NSData prints it', `<${TOKEN.match(/.{8}/g)?.join(' ')}>`],
		['with blanks around it', `  ${TOKEN}\t`],
		['with a line break at its end', `${TOKEN}\r\n`],
		['broken over two lines', `${TOKEN.slice(0, 30)}\n${TOKEN.slice(30)}`],
		['with a no-break space from a web page', `\u00a0${TOKEN}`],
	])('is taken %s, without the decoration', (_, given) => {
		expect(parseDeviceToken(given)).toBe(TOKEN);
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
		['base64', Buffer.from(TOKEN, 'hex').toString('base64'), 'not hexadecimal'],
		['a token of Firebase', `dGVzdA:APA91b${'x'.repeat(120)}`, 'not hexadecimal'],
		['a path', `../../1/apps/${TOKEN}`, 'not hexadecimal'],
		['a query behind it', `${TOKEN}?a=b`, 'not hexadecimal'],
		['a header behind it', `${TOKEN}\r\napns-topic: x`, 'not hexadecimal'],
		['a NUL in it', `${TOKEN.slice(0, 32)}\0${TOKEN.slice(32)}`, 'not hexadecimal'],
		['percent signs', `%30${TOKEN}`, 'not hexadecimal'],
		['digits of another script', '٣'.repeat(64), 'not hexadecimal'],
		['wide letters', 'ａ'.repeat(64), 'not hexadecimal'],
		['the prefix of a hexadecimal number', `0x${TOKEN}`, 'not hexadecimal'],
	])('is refused where it is %s, saying what was found', (_, given, found) => {
		const refusal = refusalOf(given);
		expect(refusal.code).toBe('INVALID_TOKEN');
		expect(refusal.message).toContain(found);
	});
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
				const given = text.slice(0, cut) + pieces.join('') + text.slice(cut);
				expect(parseDeviceToken(given)).toBe(text);
			}),
		);
	});
});
