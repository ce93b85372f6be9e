import { createRequire } from 'node:module';
import { join } from 'node:path';
import { isIPv6 } from 'node:net';
import fc from 'fast-check';
import { afterEach, expect, it, vi } from 'vitest';
import { environmentProxy } from '../../nodes/Apns/delivery/route/environmentProxy.ts';
import { loadHostModules } from './hostModules.ts';

afterEach(() => vi.unstubAllEnvs());

const VARIABLES = ['npm_config_https_proxy', 'https_proxy', 'npm_config_proxy', 'all_proxy'];
const names = (lower: readonly string[]) => lower.flatMap((name) => [name, name.toUpperCase()]);

const host = fc.constantFrom('api.push.apple.com', 'localhost', '10.0.0.7', '::1', 'fe80::1');
const port = fc.constantFrom(443, 2197);
const proxy = fc.constantFrom('http://a', 'https://b:3128', 'c:3128', 'http://user:pw@d', '');
const exception = fc
	.tuple(
		fc.constantFrom('', '.', '*', '*.', 'x'),
		fc.oneof(
			host,
			fc.constantFrom('push.apple.com', 'apple.com', 'APPLE.com', '[::1]', '10.0.0.0/8', ''),
		),
		fc.constantFrom('', ':443', ':2197', ':0', ':'),
	)
	.map((parts) => parts.join(''));
const exceptions = fc
	.tuple(fc.array(exception, { maxLength: 3 }), fc.constantFrom(',', ' ', ', '))
	.map(([list, separator]) => list.join(separator));
const environment = fc.tuple(
	fc.dictionary(fc.constantFrom(...names(VARIABLES)), proxy, { maxKeys: 3 }),
	fc.dictionary(fc.constantFrom(...names(['npm_config_no_proxy', 'no_proxy'])), exceptions, {
		maxKeys: 2,
	}),
);

it('the proxy is the one that n8n’s own requests take, whatever the environment says', () => {
	const require = createRequire(join(loadHostModules().folder, '@n8n/backend-network/index.js'));
	const { getProxyForUrl } = require('proxy-from-env') as {
		getProxyForUrl: (url: object) => string;
	};
	let led = 0;
	fc.assert(
		fc.property(host, port, environment, (host, port, [proxies, exceptions]) => {
			vi.unstubAllEnvs();
			for (const [name, value] of Object.entries({ ...proxies, ...exceptions })) {
				vi.stubEnv(name, value);
			}
			const name = isIPv6(host) ? `[${host}]` : host;
			const expected = getProxyForUrl({ protocol: 'https:', host: `${name}:${port}`, port });
			expect(environmentProxy(host, port)?.url ?? '').toBe(expected);
			if (expected !== '') led += 1;
		}),
		{ numRuns: 2_000 },
	);
	expect(led).toBeGreaterThan(300);
});
