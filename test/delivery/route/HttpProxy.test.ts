import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseHttpProxy } from '../../../nodes/Apns/delivery/route/HttpProxy.ts';
import { CredentialFieldError } from '../../../nodes/Apns/delivery/identity/CredentialFieldError.ts';

const read = (text: string) => parseHttpProxy(text, 'HTTPS_PROXY');

function errorOf(text: string): CredentialFieldError {
	try {
		read(text);
	} catch (error) {
		expect(error).toBeInstanceOf(CredentialFieldError);
		return error as CredentialFieldError;
	}
	throw new Error('It was accepted');
}

describe('the address of a proxy', () => {
	it.each([
		['http://proxy.example:3128', 'proxy.example', 3128, false],
		['http://proxy.example', 'proxy.example', 80, false],
		['https://proxy.example', 'proxy.example', 443, true],
		['https://proxy.example:8443/', 'proxy.example', 8443, true],
		['HTTP://PROXY.example:3128', 'proxy.example', 3128, false],
		['http://10.0.0.1:3128', '10.0.0.1', 3128, false],
		['http://[::1]:3128', '::1', 3128, false],
		['http://user:secret@proxy.example:3128', 'proxy.example', 3128, false],
	])('%s is read', (text, host, port, isTls) => {
		expect(read(text)).toMatchObject({ host, port, isTls, setIn: 'HTTPS_PROXY' });
	});

	it('is shown to people without user name and password', () => {
		const { address, fingerprint } = read('http://user:secret@proxy.example:3128');
		expect(address).toBe('http://proxy.example:3128');
		expect(fingerprint).not.toContain('secret');
	});

	it.each([
		['http://proxy', undefined],
		['http://user:pass@proxy', 'user:pass'],
		['http://user@proxy', 'user:'],
		['http://:pass@proxy', ':pass'],
		['http://user:p%40ss%2F%25@proxy', 'user:p@ss/%'],
		['http://user:p@ss@proxy', 'user:p@ss'],
		['http://us%C3%A9r:%C3%BC@proxy', 'usér:ü'],
	])('%s gives its user name and password as they are', (text, pair) => {
		const expected = pair === undefined ? pair : `Basic ${Buffer.from(pair).toString('base64')}`;
		expect(read(text).authorization).toBe(expected);
	});

	it('is another one with another password', () => {
		const [one, other] = ['one', 'other'].map((password) => read(`http://user:${password}@proxy`));
		expect(one?.fingerprint).not.toBe(other?.fingerprint);
	});

	it.each([
		['', 'must have the form'],
		['proxy.example', 'must have the form'],
		['proxy.example:3128', 'must have the form'],
		['user:secret@proxy.example:3128', 'must have the form'],
		['socks5://user:secret@proxy.example', 'SOCKS'],
		['http://', 'must have the form'],
		['http://proxy.example:99999', 'must have the form'],
		['http://proxy.example/path', 'after its port'],
		['http://proxy.example:3128/path?secret', 'after its port'],
		['http://proxy.example:3128#secret', 'after its port'],
		['http://user:12/secret@proxy.example', 'user name or password contains /. Write / as %2F'],
		['http://user:12#secret@proxy.example', 'user name or password contains #. Write # as %23'],
		['http://user:#secret@proxy.example:3128', 'user name or password contains #. Write # as %23'],
		['http://user:secret#@proxy.example:3128', 'user name or password contains #. Write # as %23'],
		['http://user:sec#ret@proxy.example:3128', 'user name or password contains #. Write # as %23'],
		['http://user:12?secret@proxy.example', 'user name or password contains ?. Write ? as %3F'],
		[
			'http://DOMAIN\\user:secret@proxy.example:3128',
			'user name or password contains \\. Write \\ as %5C',
		],
		[
			'http://user:sec\\ret@proxy.example:3128',
			'user name or password contains \\. Write \\ as %5C',
		],
		[
			'http://user:12/se#ret\\secret@proxy.example',
			'contains / and # and \\. Write / as %2F, # as %23, \\ as %5C',
		],
		['http://user:sec\tret@proxy.example', 'a tab or a line break'],
		['http://user:secret%zz@proxy.example', 'Write % as %25'],
		['http://us%3Aer:secret@proxy.example', 'colon'],
	])('%s is refused with a way out, and none of it is repeated', (text, said) => {
		const error = errorOf(text);
		expect(error.message).toContain(said);
		expect(inspect(error, { depth: 9 })).not.toContain('secret');
	});

	it('of any length is read or refused: what is too long for a host name or a header', () => {
		const login = `user:${'secret'.repeat(700)}`;
		expect(errorOf(`http://${login}@proxy`).message).toContain(
			`user name and password have ${login.length} characters in total; the maximum is 4096`,
		);
		expect(errorOf(`http://${'a.'.repeat(127)}a:3128`).message).toContain(
			'host name has 255 characters; a host name has at most 253',
		);
		expect(read(`http://${'a.'.repeat(126)}a:3128`).host).toHaveLength(253);
	});

	it('is a host and a port, or refused, whatever is written', () => {
		const written = fc.oneof(
			fc.string({ unit: 'binary' }),
			fc.webUrl(),
			fc
				.webAuthority({ withPort: true, withIPv6: true, withUserInfo: true })
				.map((authority) => `http://${authority}`),
		);
		fc.assert(
			fc.property(written, (text) => {
				try {
					const { host, port } = read(text);
					expect(host).toMatch(/^[^\s/?#@[\]\\]+$/);
					expect(Number.isInteger(port) && port >= 0 && port <= 65_535).toBe(true);
				} catch (error) {
					if (!(error instanceof CredentialFieldError)) throw error;
				}
			}),
		);
	});
});
