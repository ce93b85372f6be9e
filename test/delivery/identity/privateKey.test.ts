import { createPrivateKey } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePrivateKey } from '../../../nodes/Apns/delivery/identity/privateKey.ts';
import { appleKeyFile, bodyOf, pem, shortKeyFile } from './keyFiles.ts';

const APPLE = appleKeyFile();
const SHORT = shortKeyFile(APPLE);
/** The key itself, independent of its file format. */
const secretOf = (file: string) => createPrivateKey(file).export({ format: 'jwk' }).d;
const SECRET = secretOf(APPLE);

function expectTheKey(pasted: string): void {
	const key = parsePrivateKey(pasted);
	expect(key.type).toBe('private');
	expect(key.asymmetricKeyDetails?.namedCurve).toBe('prime256v1');
	expect(key.export({ format: 'jwk' }).d).toBe(SECRET);
}

const base64Of = (file: string) => Buffer.from(file).toString('base64');
const literal = (file: string) => file.replace(/\r?\n/g, '\\n');

describe('a .p8 file is read', () => {
	it.each([
		['as it is', APPLE],
		['without its public part', SHORT],
		['without BEGIN and END', bodyOf(APPLE)],
		['without BEGIN and END, in lines', APPLE.replace(/-----.*-----\n/g, '')],
		['without BEGIN', APPLE.replace(/-----BEGIN.*\n/, '')],
		['all on one line', APPLE.replaceAll('\n', '')],
		['with newlines turned into blanks', APPLE.replaceAll('\n', ' ')],
		['with newlines as \\n', literal(APPLE)],
		['with newlines as \\r\\n', APPLE.replaceAll('\n', '\\r\\n')],
		['with newlines as \\n, escaped twice', APPLE.replaceAll('\n', '\\\\n')],
		['with newlines as \\n, escaped three times', APPLE.replaceAll('\n', '\\\\\\\\n')],
		['with newlines as \\r\\n, escaped twice', APPLE.replaceAll('\n', '\\\\r\\\\n')],
		['as a JSON string in a JSON string', JSON.stringify(JSON.stringify(APPLE))],
		['as PHP writes JSON', JSON.stringify(APPLE).replaceAll('/', '\\/')],
		['as .NET writes JSON', JSON.stringify(APPLE).replaceAll('+', '\\u002B')],
		['with lines continued as in a shell', APPLE.replaceAll('\n', '\\\n')],
		['with its hyphens made dashes', APPLE.replaceAll('-----', '\u2014\u2013')],
		['with CRLF', APPLE.replaceAll('\n', '\r\n')],
		['with lone CR', APPLE.replaceAll('\n', '\r')],
		['with blank lines between', APPLE.replaceAll('\n', '\n\n')],
		['indented, as in YAML', APPLE.replace(/^/gm, '    ')],
		['with blanks around it', ` \n\t${APPLE} \n`],
		['in double quotes', `"${APPLE.trim()}"`],
		['in single quotes', `'${APPLE}'`],
		['in back-ticks', `\`\`\`\n${APPLE}\n\`\`\``],
		['as a JSON string', JSON.stringify(APPLE)],
		['with a byte order mark', `\uFEFF${APPLE}`],
		['in base64', base64Of(APPLE)],
		['in base64 in lines', base64Of(APPLE).replace(/.{76}/g, '$&\n')],
		['in base64, in quotes', `"${base64Of(APPLE)}"`],
		['in base64, with a byte order mark inside', base64Of(`\uFEFF${APPLE}`)],
		['in base64, with CRLF inside', base64Of(APPLE.replaceAll('\n', '\r\n'))],
		['in base64 of the alphabet for URLs', Buffer.from(APPLE).toString('base64url')],
		['with text before and after', `Key ID: ABCDE12345\n${APPLE}\nKeep it secret.`],
	])('%s', (_, pasted) => {
		expectTheKey(pasted);
	});
});

describe('however it was pasted', () => {
	const around = fc.array(
		fc.constantFrom<(file: string) => string>(
			(file) => ` ${file}\t`,
			(file) => `\n${file}\r\n`,
			(file) => `"${file}"`,
			(file) => `'${file}'`,
			(file) => `\`${file}\``,
			(file) => `\u00a0${file}\u2003`,
			literal,
			(file) => file.replace(/\r?\n/g, ' '),
			(file) => file.replace(/\r?\n/g, '\r\n'),
		),
		{ maxLength: 5 },
	);
	const lines = fc.record({
		file: fc.constantFrom(APPLE, SHORT),
		framed: fc.boolean(),
		width: fc.constantFrom(1, 4, 63, 64, 76, 1_000),
		lineEnd: fc.constantFrom('\n', '\r\n', '\r', ' ', '\\n', '\\r\\n', '\n\n', '\n  ', ' \n'),
		byteOrderMark: fc.boolean(),
	});
	const paste = fc.record({
		lines,
		inside: around,
		/** Only a complete file may be encoded in base64 again. */
		base64Width: fc.option(fc.constantFrom(64, 76, 10_000), { nil: undefined }),
		outside: around,
		byteOrderMark: fc.boolean(),
	});
	const mangled = paste.map(({ lines: how, inside, base64Width, outside, byteOrderMark }) => {
		const body = bodyOf(how.file).replace(new RegExp(`.{${how.width}}`, 'g'), '$&\n');
		const whole = how.framed
			? `-----BEGIN PRIVATE KEY-----\n${body}\n-----END PRIVATE KEY-----\n`
			: body;
		let file = whole.replaceAll('\n', how.lineEnd);
		for (const change of inside) file = change(file);
		if (how.framed && base64Width !== undefined) {
			if (how.byteOrderMark) file = `\uFEFF${file}`;
			file = base64Of(file).replace(new RegExp(`.{${base64Width}}`, 'g'), '$&\n');
		}
		for (const change of outside) file = change(file);
		return byteOrderMark ? `\uFEFF${file}` : file;
	});

	it('the key is found, and it is the same key', () => {
		fc.assert(fc.property(mangled, expectTheKey), { numRuns: 1_000 });
	});

	it('under another label, too, which says nothing else', () => {
		expectTheKey(pem('ECDSA PRIVATE KEY', bodyOf(APPLE)));
	});
});
