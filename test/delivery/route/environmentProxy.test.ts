import { describe, expect, it } from 'vitest';
import { environmentProxy } from '../../../nodes/Apns/delivery/route/environmentProxy.ts';

const APPLE = 'api.push.apple.com';
const PROXY = 'http://proxy.example:3128';

const urlFor = (environment: Record<string, string>, host = APPLE, port = 443) =>
	environmentProxy(host, port, environment)?.url;

describe('the proxy of the environment', () => {
	it.each([
		['HTTPS_PROXY', PROXY],
		['https_proxy', PROXY],
		['ALL_PROXY', PROXY],
		['all_proxy', PROXY],
		['HTTP_PROXY', undefined],
		['http_proxy', undefined],
		['no_proxy', undefined],
	])('%s', (variable, url) => {
		expect(environmentProxy(APPLE, 443, { [variable]: PROXY })).toEqual(url && { url, variable });
	});

	it('in small letters comes before capitals, that for HTTPS before that for all', () => {
		const all = { HTTPS_PROXY: 'http://b', https_proxy: 'http://a', all_proxy: 'http://c' };
		expect(urlFor(all)).toBe('http://a');
		expect(urlFor({ ...all, https_proxy: '' })).toBe('http://b');
		expect(urlFor({ ...all, https_proxy: '', HTTPS_PROXY: '' })).toBe('http://c');
	});

	it('without a scheme is spoken to over TLS, as n8n does', () => {
		expect(urlFor({ HTTPS_PROXY: 'proxy.example:3128' })).toBe('https://proxy.example:3128');
	});

	it.each([
		[APPLE, APPLE, 443, true],
		['API.PUSH.APPLE.COM', APPLE, 443, true],
		['.apple.com', APPLE, 443, true],
		['*.apple.com', APPLE, 443, true],
		['*', APPLE, 443, true],
		['*apple.com', APPLE, 443, true],
		['apple.com', APPLE, 443, false],
		['localhost,.apple.com', APPLE, 443, true],
		['localhost .apple.com', APPLE, 443, true],
		[`${APPLE}:443`, APPLE, 443, true],
		[`${APPLE}:443`, APPLE, 2197, false],
		['.apple.com:2197', APPLE, 2197, true],
		['localhost', APPLE, 443, false],
		[',', APPLE, 443, false],
		['10.0.0.7', '10.0.0.7', 443, true],
		['10.0.0.0/8', '10.0.0.7', 443, false],
		['[::1]', '::1', 443, true],
		['[::1]:2197', '::1', 2197, true],
	])('NO_PROXY=%s goes past it to %s:%d: %s', (noProxy, host, port, isExcepted) => {
		for (const name of ['NO_PROXY', 'no_proxy']) {
			const url = urlFor({ HTTPS_PROXY: PROXY, [name]: noProxy }, host, port);
			expect(url).toBe(isExcepted ? undefined : PROXY);
		}
	});
});
