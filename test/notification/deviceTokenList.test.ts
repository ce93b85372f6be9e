import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isDeviceToken, parseDeviceToken } from '../../nodes/Apns/notification/deviceToken.ts';
import { listDeviceTokens } from '../../nodes/Apns/notification/deviceTokenList.ts';

const tokenOf = (label: string) => createHash('sha256').update(label).digest('hex');
const [ONE, TWO] = [tokenOf('one'), tokenOf('two')];
const groupsOf = (token: string) => token.match(/.{8}/g)?.join(' ') ?? '';

/** A token as a user wrote it; `hex` if it is valid. */
interface Written {
	readonly text: string;
	readonly hex?: string;
}

const WAYS: ReadonlyArray<(hex: string) => string> = [
	(hex) => hex,
	(hex) => hex.toUpperCase(),
	(hex) => `<${hex}>`,
	(hex) => `<${groupsOf(hex)}>`,
	groupsOf,
	(hex) => `0x${hex}`,
	(hex) => `\\x${hex}`,
	(hex) => hex.match(/../g)?.join('-') ?? '',
	(hex) => Buffer.from(hex, 'hex').toString('base64'),
	(hex) => Buffer.from(hex, 'hex').toString('base64url'),
	(hex) => `Optional("${hex}")`,
	(hex) => `{length = 32, bytes = 0x${groupsOf(hex)}}`,
];
const FOREIGN = [
	'ExponentPushToken[xxXXxxXXxxXXxxXXxxXXxx]',
	'ExpoPushToken[0J23tlOl6Qz92gG9SM4ceI]',
	`{length = 32, bytes = 0x${groupsOf(ONE).slice(0, 35)} ... ${TWO.slice(0, 8)} ${TWO.slice(8, 14)} }`,
	'32 bytes',
	`cXbT0ghJkLmNoPqRsTuVwX:APA91bF${'x-Y_'.repeat(33)}`,
	'E621E1F8-C36C-495A-93FC-0C247A3E6E5F',
	'https://web.push.apple.com/QGuQyavXutnMH?a=b',
	'[object Object]',
	'undefined',
	'abc',
];
const written: fc.Arbitrary<Written> = fc.oneof(
	{
		weight: 3,
		arbitrary: fc
			.tuple(fc.nat().map(String).map(tokenOf), fc.constantFrom(...WAYS))
			.map(([hex, write]) => ({ text: write(hex), hex })),
	},
	{ weight: 1, arbitrary: fc.constantFrom(...FOREIGN).map((text) => ({ text })) },
);

/** Ways to write several texts in a row. */
const quoted = (quote: string) => (texts: string[]) =>
	texts.map((text) => quote + text + quote).join(', ');
const JOINED: Readonly<Record<string, (texts: string[]) => unknown>> = {
	commas: (texts) => texts.join(','),
	'commas and spaces': (texts) => texts.join(', '),
	spaces: (texts) => texts.join('  '),
	'line breaks': (texts) => `${texts.join('\n')}\n`,
	'line breaks of Windows': (texts) => texts.join('\r\n'),
	tabs: (texts) => texts.join('\t'),
	semicolons: (texts) => texts.join(';'),
	'vertical bars': (texts) => texts.join(' | '),
	'double quotes': quoted('"'),
	'single quotes': quoted("'"),
	'typographic quotes': (texts) => texts.map((text) => `\u201c${text}\u201d`).join('\u3001'),
	'a list of Python': (texts) => `[${quoted("'")(texts)}]`,
	'an array of PostgreSQL': (texts) => `{${quoted('"')(texts)}}`,
	'rows of SQL': (texts) => texts.map((text) => `('${text}')`).join(',\n'),
	'escaped quotes': (texts) => `[${quoted('\\"')(texts)}]`,
	'quotes around all': (texts) => `"${texts.join(', ')}"`,
	'a list': (texts) => texts,
	'a list of lists': (texts) => texts.map((text) => [text]),
	'a list of objects': (texts) => texts.map((deviceToken) => ({ id: 7, deviceToken })),
	'an object with a list': (texts) => ({ tokens: texts }),
	'items of n8n': (texts) => texts.map((token) => ({ json: { token }, pairedItem: 0 })),
	JSON: (texts) => JSON.stringify(texts),
	'JSON objects': (texts) =>
		JSON.stringify(
			texts.map((text) => ({ device_token: text })),
			null,
			2,
		),
	'nested JSON objects': (texts) =>
		JSON.stringify({ devices: texts.map((apnsToken) => ({ apnsToken })) }),
	'JSON objects with commas': (texts) => texts.map((token) => JSON.stringify({ token })).join(', '),
	'JSON objects, one per line': (texts) =>
		texts.map((pushToken) => JSON.stringify({ user: { id: 7 }, pushToken })).join('\n'),
};

describe('a list of device tokens', () => {
	it.each(Object.entries(JOINED))('has one entry per token: %s', (_, join) => {
		fc.assert(
			fc.property(fc.array(written, { minLength: 1, maxLength: 12 }), (tokens) => {
				const listed = listDeviceTokens(join(tokens.map(({ text }) => text)));
				expect(listed).toHaveLength(tokens.length);
				tokens.forEach(({ hex }, index) => {
					const given = listed?.[index];
					if (hex === undefined) expect(isDeviceToken(given)).toBe(false);
					else expect(parseDeviceToken(given).toLowerCase()).toBe(hex);
				});
			}),
			{ numRuns: 100 },
		);
	});

	it('keeps each token as it was given, without the quotes', () => {
		const texts = [ONE.toUpperCase(), `<${groupsOf(TWO)}>`, 'ExpoPushToken[a,b c]', '32 bytes'];
		for (const join of [JOINED['line breaks'], JOINED['double quotes'], JOINED.JSON]) {
			expect(listDeviceTokens(join?.(texts))).toEqual(texts);
		}
	});

	it.each([
		'deviceToken',
		'device_token',
		'DeviceToken',
		'token',
		'pushToken',
		'apnsToken',
		'apns_device_token',
		'iosPushToken',
	])('takes %s as the field of an object with the token', (field) => {
		expect(listDeviceTokens([{ name: 'Ada', [field]: ONE }])).toEqual([ONE]);
	});

	it('prefers the field that names devices, wherever it stands', () => {
		expect(listDeviceTokens([{ token: 'of a session', deviceToken: ONE }])).toEqual([ONE]);
	});

	it('leaves what it cannot read as one entry, and holes too', () => {
		const buffer = { type: 'Buffer', data: [1, 2, 3] };
		const list = [ONE, { id: 7 }, null, '', 42, buffer];
		expect(listDeviceTokens(list)).toEqual(list);
		expect(listDeviceTokens(JSON.stringify(list))).toEqual(list);
		expect(listDeviceTokens([, ONE])).toEqual([undefined, ONE]); // eslint-disable-line no-sparse-arrays
		expect(listDeviceTokens([{ deviceToken: null }])).toEqual([null]);
		const subscription = { endpoint: 'https://web.push.apple.com/Q', keys: { auth: 'a' } };
		expect(listDeviceTokens([subscription])).toEqual([subscription.endpoint]);
	});

	it.each([undefined, null, 42, true, {}, { name: 'Ada' }])('is not %j', (given) => {
		expect(listDeviceTokens(given)).toBeUndefined();
	});

	it.each(['', ' \n', '[]', ',;'])('can be empty: %j', (text) => {
		expect(listDeviceTokens(text)).toEqual([]);
	});

	it('is read from any text', () => {
		const codeUnit = fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit));
		const text = fc.oneof(fc.string({ unit: codeUnit }), fc.string(), fc.json());
		fc.assert(fc.property(text, (given) => Array.isArray(listDeviceTokens(given))));
	});

	// With quadratic time, these would take minutes.
	it.each(['{', '<', '{"', '[', '{ length', '1', 'Optional(', '} ', ' ', '{}\n', 'ab '])(
		'of a long text of %j takes no longer than others',
		(piece) => {
			const start = process.cpuUsage();
			expect(Array.isArray(listDeviceTokens(`[${piece.repeat(200_000)}`))).toBe(true);
			expect(process.cpuUsage(start).user).toBeLessThan(5_000_000);
		},
	);
});
