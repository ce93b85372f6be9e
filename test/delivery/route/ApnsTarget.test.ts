import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	APNS_TARGETS,
	customTarget,
	MANAGEMENT_TARGETS,
} from '../../../nodes/Apns/delivery/route/ApnsTarget.ts';
import { appleKeyFile, bodyOf, otherFiles, pem } from '../identity/keyFiles.ts';
import { CredentialFieldError } from '../../../nodes/Apns/delivery/identity/CredentialFieldError.ts';

const key = appleKeyFile();
const { certificate } = await otherFiles(key);
const other = (await otherFiles(key)).certificate;

function errorOf(baseUrl: string, caCertificate = ''): CredentialFieldError {
	try {
		customTarget(baseUrl, caCertificate);
	} catch (error) {
		expect(error).toBeInstanceOf(CredentialFieldError);
		return error as CredentialFieldError;
	}
	throw new Error('It was accepted');
}

describe('the targets', () => {
	it('for channels are hosts of their own, on ports of their own', () => {
		expect(MANAGEMENT_TARGETS).toEqual({
			production: { host: 'api-manage-broadcast.push.apple.com', port: 2196 },
			sandbox: { host: 'api-manage-broadcast.sandbox.push.apple.com', port: 2195 },
		});
	});

	it("are Apple's two hosts", () => {
		expect(APNS_TARGETS).toEqual({
			production: { host: 'api.push.apple.com', port: 443 },
			sandbox: { host: 'api.sandbox.push.apple.com', port: 443 },
		});
	});
});

describe('a base URL', () => {
	it.each([
		['https://localhost:2197', 'localhost', 2197],
		['https://localhost:2197/', 'localhost', 2197],
		[' https://localhost:2197\n', 'localhost', 2197],
		['HTTPS://LocalHost:2197', 'localhost', 2197],
		['https://apns.example.com', 'apns.example.com', 443],
		['https://apns.example.com:443', 'apns.example.com', 443],
		['https://127.0.0.1:2197', '127.0.0.1', 2197],
		['https://[::1]:2197', '::1', 2197],
		['https://größe.example', 'xn--gre-6ka8i.example', 443],
	])('%j is a target', (baseUrl, host, port) => {
		expect(customTarget(baseUrl, '')).toEqual({ host, port, caCertificate: undefined });
	});

	it('has a host name of no more than 253 characters', () => {
		const urlOf = (host: string) => `https://${host}:2197`;
		expect(customTarget(urlOf(`${'a.'.repeat(126)}a`), '').host).toHaveLength(253);
		expect(() => customTarget(urlOf(`${'a.'.repeat(127)}a`), '')).toThrow(
			'The host name of the URL has 255 characters; a host name has at most 253.',
		);
	});

	it.each([
		['', 'empty'],
		['  ', 'empty'],
		['localhost', 'must have the form'],
		['localhost:2197', 'must have the form'],
		['http://localhost:2197', 'must have the form'],
		['ftp://localhost', 'must have the form'],
		['https://', 'must have the form'],
		['https://localhost:99999', 'must have the form'],
		['https://local host', 'must have the form'],
		['https://localhost/3/device', 'Remove the path'],
		['https://localhost/?a=b', 'Remove the path'],
		['https://localhost/#a', 'Remove the path'],
		['https://user:secret@localhost', 'Remove the path'],
		['https://:secret@localhost', 'Remove the path'],
		['https://localhost:2197@evil.example', 'Remove the path'],
	])('%j is refused', (baseUrl, said) => {
		const { field, message } = errorOf(baseUrl);
		expect(field).toBe('baseUrl');
		expect(message).toContain(said);
		expect(message).not.toContain('secret');
	});

	it('gives a host and a port, or an error that names it, whatever is written', () => {
		const written = fc.oneof(
			fc.string({ unit: 'binary' }),
			fc.webUrl(),
			fc.string({ unit: 'binary' }).map((text) => `https://${text}`),
			fc.webAuthority({ withPort: true, withIPv6: true }).map((text) => `https://${text}`),
		);
		fc.assert(
			fc.property(written, (baseUrl) => {
				try {
					const { host, port } = customTarget(baseUrl, '');
					expect(host).toMatch(/^[^\s/?#@[\]\\]+$/);
					expect(Number.isInteger(port) && port >= 0 && port <= 65_535).toBe(true);
				} catch (error) {
					if (!(error instanceof CredentialFieldError)) throw error;
					expect(error.field).toBe('baseUrl');
				}
			}),
			{ numRuns: 200 },
		);
	});
});

describe('a CA certificate', () => {
	const read = (pasted: string) => customTarget('https://localhost', pasted).caCertificate;
	const tidy = pem('CERTIFICATE', bodyOf(certificate));

	it.each([
		['as it is', certificate],
		['with CRLF', certificate.replaceAll('\n', '\r\n')],
		['with newlines turned into blanks', certificate.replaceAll('\n', ' ')],
		['with newlines as \\n', certificate.replaceAll('\n', '\\n')],
		['with newlines as \\r\\n', certificate.replaceAll('\n', '\\r\\n')],
		['with blanks around it', `\n ${certificate} \n`],
		['with a byte order mark', `\uFEFF${certificate}`],
		['with text about it', `subject=CN=Test\n${certificate}\nend`],
	])('is read %s', (_, pasted) => {
		expect(read(pasted)).toBe(tidy);
	});

	it('may be several', () => {
		expect(read(certificate + other)).toBe(tidy + pem('CERTIFICATE', bodyOf(other)));
	});

	it.each(['', '  ', '\n'])('is none where it is %j', (pasted) => {
		expect(read(pasted)).toBeUndefined();
	});

	it.each([
		['text', 'my certificate'],
		['a private key', key],
		['the base64 alone', bodyOf(certificate)],
		['cut off', certificate.slice(0, -40)],
		['damaged', certificate.replace(/.{60}\n/, '\n')],
		['one good, one cut off', certificate + other.slice(0, -40)],
		['one cut off, one good', certificate.slice(0, -40) + other],
		['10 MB of BEGIN lines', '-----BEGIN CERTIFICATE-----'.repeat(4e4)],
	])('is refused where it is %s, without being repeated', (_, pasted) => {
		const { field, message, stack, cause } = errorOf('https://localhost', pasted);
		expect(field).toBe('caCertificate');
		expect(message).toContain('PEM form');
		expect(`${message}${stack}${String(cause)}`).not.toContain(bodyOf(pasted).slice(0, 30) || '?');
	});
});
