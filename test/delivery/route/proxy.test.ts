import { inspect } from 'node:util';
import * as tls from 'node:tls';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { Delivery } from '../../../nodes/Apns/delivery/Delivery.ts';
import { parsePemCertificate } from '../../../nodes/Apns/delivery/identity/pemCertificate.ts';
import { parseHttpProxy } from '../../../nodes/Apns/delivery/route/HttpProxy.ts';
import type { Outcome } from '../../../nodes/Apns/delivery/service/Outcome.ts';
import type { ApnsSimulator } from '../../simulator/ApnsSimulator.ts';
import type { CertifiedKey } from '../../simulator/certificates/authority.ts';
import { sharedIdentity, startSimulator } from '../../simulator/testkit/simulatorForTests.ts';
import { appleCertificate } from '../identity/certificateFiles.ts';
import { deliverTo, tally, type Wishes } from '../testkit/deliverTo.ts';
import { idleClock } from '../testkit/idleClock.ts';
import { hastyClock } from '../testkit/hastyClock.ts';
import { StrictProxy, type StrictProxyOptions } from '../testkit/StrictProxy.ts';

const PASSWORD = 'p@ss:w/rd% ü';
const LOGIN = `user:${PASSWORD}`;
const ENCODED_LOGIN = `user:${encodeURIComponent(PASSWORD)}`;

const through = (url: string): Wishes => ({
	target: { proxy: parseHttpProxy(url, 'HTTPS_PROXY') },
});

/** Since Node.js 22.19, a process can change which certificates it trusts. */
const CHANGES_TRUST = 'setDefaultCACertificates' in tls;
const needsTrustedCertificates = CHANGES_TRUST
	? {}
	: { skip: true, meta: { notRun: 'This Node.js trusts only what it was started with.' } };
const parsed = async ({ certificate, privateKey }: CertifiedKey) =>
	await parsePemCertificate(certificate, privateKey, '');

const authorityOf = ({ baseUrl }: ApnsSimulator) => new URL(baseUrl).host;

describe('through a proxy', () => {
	it('everything arrives, over one tunnel and without a look at the host', async () => {
		const simulator = await startSimulator();
		const proxy = await StrictProxy.start();
		const tokens = simulator.devices.addMany(500);
		const { outcomes } = await deliverTo(simulator, tokens, through(proxy.url()));
		expect(tally(outcomes)).toEqual({ 'SUCCESS accepted': 500 });
		expect(proxy.requests.map(({ authority }) => authority)).toEqual([authorityOf(simulator)]);
		expect(proxy.requests[0]?.head).not.toMatch(/proxy-authorization/i);
		expect(proxy.complaints).toEqual([]);
	});

	it('that asks for them, user name and password are given as they are, whatever is in them', async () => {
		const simulator = await startSimulator();
		const proxy = await StrictProxy.start({ login: LOGIN });
		const tokens = simulator.devices.addMany(3);
		const { outcomes } = await deliverTo(simulator, tokens, through(proxy.url(ENCODED_LOGIN)));
		expect(tally(outcomes)).toEqual({ 'SUCCESS accepted': 3 });
		expect(proxy.complaints).toEqual([]);
	});

	it('the host name is left to the proxy, and the certificate has to be that of the host', async () => {
		const simulator = await startSimulator();
		const { port } = new URL(simulator.baseUrl);
		const routes = { 'api.push.apple.com:443': Number(port), 'other.example:443': Number(port) };
		const proxy = await StrictProxy.start({ routes });
		const [token = ''] = simulator.devices.addMany(1);
		const to = async (host: string) => {
			const { target } = through(proxy.url());
			const wishes = { target: { ...target, host, port: 443 }, policy: { maxAttempts: 1 } };
			return (await deliverTo(simulator, [token], wishes)).outcomes[0];
		};
		expect(await to('api.push.apple.com')).toMatchObject({ outcome: 'accepted' });
		expect((await to('other.example'))?.message).toContain('other.example is not trusted');
	});

	it('each connection gets a tunnel of its own', async () => {
		const simulator = await startSimulator();
		const proxy = await StrictProxy.start();
		const tokens = simulator.devices.addMany(1000);
		simulator.faults.add({ kind: 'delay', delayMs: 30, process: 'first' });
		const { outcomes } = await deliverTo(simulator, tokens, {
			...through(proxy.url()),
			delivery: new Delivery(idleClock),
			limits: { maxConnections: 3, maxConcurrentStreams: 20 },
		});
		expect(tally(outcomes)).toEqual({ 'SUCCESS accepted': 1000 });
		expect(simulator.connections.opened).toBe(3);
		expect(proxy.requests).toHaveLength(3);
	});

	it('a connection that was lost is replaced through a new tunnel', async () => {
		const clock = hastyClock(30);
		const simulator = await startSimulator({ clock: clock.dateMs });
		const proxy = await StrictProxy.start();
		simulator.faults.add({ kind: 'disconnect', when: 'beforeProcessing', at: { request: 100 } });
		const tokens = simulator.devices.addMany(500);
		const { outcomes } = await deliverTo(simulator, tokens, {
			...through(proxy.url()),
			delivery: new Delivery(clock),
			policy: { onUnknownDelivery: 'retry' },
		});
		expect(tally(outcomes)).toEqual({ 'SUCCESS accepted': 500 });
		expect(proxy.requests).toHaveLength(2);
	});

	it('whose answer comes in single bytes, it works as well', async () => {
		const simulator = await startSimulator();
		const proxy = await StrictProxy.start({ dribble: true });
		const tokens = simulator.devices.addMany(3);
		const { outcomes } = await deliverTo(simulator, tokens, through(proxy.url()));
		expect(tally(outcomes)).toEqual({ 'SUCCESS accepted': 3 });
	});

	it.each([
		['both', 'Content-Length: 0\r\nTransfer-Encoding: chunked\r\n'],
		['both, the other way round', 'Transfer-Encoding: chunked\r\nContent-Length: 5\r\n'],
		['a length', 'Content-Length: 5\r\n'],
		['two lengths', 'Content-Length: 0\r\nContent-Length: 5\r\n'],
		['a length that is none', 'Content-Length: none\r\n'],
		['chunks', 'Transfer-Encoding: chunked\r\n'],
	])('whose answer announces a body with %s, it works as well', async (_, headers) => {
		const simulator = await startSimulator();
		const proxy = await StrictProxy.start({
			established: `HTTP/1.1 200 Connection established\r\n${headers}\r\n`,
		});
		const tokens = simulator.devices.addMany(3);
		const { outcomes } = await deliverTo(simulator, tokens, through(proxy.url()));
		expect(tally(outcomes)).toEqual({ 'SUCCESS accepted': 3 });
	});

	it.each([
		['without a reason', 'HTTP/1.1 200\r\n\r\n'],
		['of HTTP/1.0', 'HTTP/1.0 200 Connection established\r\nProxy-agent: old\r\n\r\n'],
		['after another that is not the last', 'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n\r\n'],
		['with line feeds alone', 'HTTP/1.1 200 OK\nVia: 1.1 somewhere\n\n'],
		['with long headers', `HTTP/1.1 200 OK\r\nVia: ${'x'.repeat(12_000)}\r\n\r\n`],
	])('whose answer comes %s, it works as well', async (_, established) => {
		const simulator = await startSimulator();
		const proxy = await StrictProxy.start({ established });
		const tokens = simulator.devices.addMany(3);
		const { outcomes } = await deliverTo(simulator, tokens, through(proxy.url()));
		expect(tally(outcomes)).toEqual({ 'SUCCESS accepted': 3 });
	});

	it('deliveries do not share the connections of another way', async () => {
		const simulator = await startSimulator();
		const proxy = await StrictProxy.start({ login: LOGIN });
		const delivery = new Delivery();
		const [token = ''] = simulator.devices.addMany(1);
		const clock = { delivery, policy: { maxAttempts: 1 } };
		await deliverTo(simulator, [token], { ...clock, ...through(proxy.url(ENCODED_LOGIN)) });
		const wrong = await deliverTo(simulator, [token], {
			...clock,
			...through(proxy.url('user:wrong')),
		});
		expect(wrong.outcomes).toMatchObject([{ outcome: 'notSent' }]);
		await deliverTo(simulator, [token], clock);
		expect(simulator.connections.opened).toBe(2);
	});
});

describe('through a proxy that is spoken to over TLS', () => {
	it(
		'everything arrives, where its certificate is among those that Node.js trusts',
		needsTrustedCertificates,
		async () => {
			const roots = tls.getCACertificates('default');
			onTestFinished(() => tls.setDefaultCACertificates(roots));
			const simulator = await startSimulator();
			const { server, caCertificate } = simulator.identity;
			const proxy = await StrictProxy.start({ certificate: server, login: LOGIN });
			const tokens = simulator.devices.addMany(500);
			tls.setDefaultCACertificates([...roots, caCertificate]);
			const { outcomes } = await deliverTo(simulator, tokens, through(proxy.url(ENCODED_LOGIN)));
			expect(tally(outcomes)).toEqual({ 'SUCCESS accepted': 500 });
			expect(proxy.complaints).toEqual([]);
		},
	);

	it('nothing is said to it where its certificate is not trusted', async () => {
		const { server } = await sharedIdentity();
		const { proxy, message } = await failureWith({ certificate: server });
		expect(message).toContain('not trusted');
		expect(proxy.requests).toEqual([]);
	});
});

/** The outcome of a notification that is sent through such a proxy. */
async function failureWith(
	options: StrictProxyOptions,
	url: (proxy: StrictProxy) => string = (proxy) => proxy.url(),
) {
	const clock = hastyClock(30);
	const simulator = await startSimulator({ clock: clock.dateMs });
	const proxy = await StrictProxy.start(options);
	const [token = ''] = simulator.devices.addMany(1);
	const { outcomes } = await deliverTo(simulator, [token], {
		...through(url(proxy)),
		delivery: new Delivery(clock),
	});
	const outcome: Outcome = outcomes[0]!;
	expect(outcome).toMatchObject({ outcome: 'notSent', action: 'retryLater', attempts: 0 });
	expect(simulator.connections.attempts).toBe(0);
	return { proxy, outcome, message: outcome.message, authority: authorityOf(simulator) };
}

describe('where the proxy does not lead on, it is told what happened there, and what to do', () => {
	const html = '<html>Access denied</html>';
	const page = (status: string) =>
		`HTTP/1.1 ${status}\r\nContent-Length: ${html.length}\r\n\r\n${html}`;

	it('407 without a password: how to give one', async () => {
		const { message, proxy } = await failureWith({ login: LOGIN });
		expect(message).toBe(
			`Not sent. The proxy ${proxy.url()} (set in HTTPS_PROXY) requires a user name and password. Add them before the host in HTTPS_PROXY: http://user:password@host:port. (407)`,
		);
	});

	it('407 with a password: that it is wrong, and never which', async () => {
		const url = (proxy: StrictProxy) => proxy.url('user:wrong-secret');
		const { message, outcome } = await failureWith({ login: LOGIN }, url);
		expect(message).toContain('does not accept the user name and password. Correct them');
		expect(inspect(outcome, { depth: 9 })).not.toContain('wrong-secret');
		expect(message).not.toContain('user:');
	});

	it('407 of a kind that is not known', async () => {
		const answer =
			'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: NTLM\r\nProxy-Authenticate: Negotiate\r\n\r\n';
		const { message } = await failureWith({ answer });
		expect(message).toContain('requires authentication other than Basic');
	});

	it('407 with both lengths: what it asks for', async () => {
		const answer =
			'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="x"\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n';
		const { message } = await failureWith({ answer });
		expect(message).toContain('requires a user name and password');
	});

	it.each([
		['403 Forbidden', 'does not allow connections to'],
		['405 Method Not Allowed', 'Ask its operator to allow CONNECT'],
		['400 Bad Request', 'does not allow connections to'],
		['302 Found', 'does not allow connections to'],
		['502 Bad Gateway', 'cannot reach'],
		['503 Service Unavailable', 'Check its network and DNS'],
		['504 Gateway Timeout', 'cannot reach'],
	])('%s', async (status, said) => {
		const { message, outcome, authority } = await failureWith({ answer: page(status) });
		expect(outcome.errorCode).toBe('NETWORK_ERROR');
		expect(message).toContain(said);
		expect(message).toContain(authority);
		expect(message).toContain(`(${status.slice(0, 3)})`);
		expect(message).not.toContain('Access denied');
	});

	it('a proxy that cannot reach the host', async () => {
		const simulator = await startSimulator();
		const proxy = await StrictProxy.start();
		const wishes = { ...through(proxy.url()), policy: { requestTimeoutMs: 1_000 } };
		await simulator.stop();
		const { outcomes } = await deliverTo(simulator, ['a'.repeat(64)], wishes);
		expect(outcomes[0]?.message).toContain(`cannot reach ${authorityOf(simulator)}`);
	});

	it.each<[string, StrictProxyOptions, string]>([
		['hangs up at once', { hangUp: 'onConnect' }, 'closed the connection'],
		['hangs up instead of an answer', { hangUp: 'onRequest' }, 'closed the connection'],
		[
			'hangs up in the middle of its answer',
			{ answer: 'HTTP/1.1 200 Conn', hangUp: 'onRequest' },
			'closed',
		],
		['hangs up when the way is free', { hangUp: 'afterAnswer' }, 'closed the connection'],
		['is no proxy', { answer: 'SSH-2.0-OpenSSH_9.9\r\n' }, 'an answer that is not HTTP'],
		['answers without a status', { answer: 'HTTP/1.1 OK\r\n\r\n' }, 'not HTTP'],
		['speaks HTTP/2', { answer: 'HTTP/2 200\r\n\r\n' }, 'not HTTP'],
		[
			'has headers without end',
			{ answer: `HTTP/1.1 200 OK\r\n${'a: b\r\n'.repeat(9_999)}` },
			'not HTTP',
		],
		['is never done', { answer: 'HTTP/1.1 100 Continue\r\n\r\n'.repeat(9_999) }, 'not HTTP'],
		['answers without end', { answer: `HTTP/1.1 200 ${'x'.repeat(100_000)}` }, 'not HTTP'],
		[
			'sends what is not TLS together with its answer',
			{ answer: 'HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 400 Bad Request\r\n\r\n' },
			'The TLS handshake with 127.0.0.1 failed',
		],
	])('one that %s', async (_, options, said) => {
		const { message, outcome } = await failureWith(options);
		expect(outcome.errorCode).toBe('NETWORK_ERROR');
		expect(message).toContain(said);
	});

	it('one that never answers is given up in time', async () => {
		const { message, outcome, proxy } = await failureWith({ silent: true });
		expect(outcome.errorCode).toBe('TIMEOUT');
		expect(message).toContain(`The proxy ${proxy.url()} (set in HTTPS_PROXY) did not answer`);
	});

	it('TLS that cannot even begin leaves nothing open at the proxy', async () => {
		const simulator = await startSimulator();
		const proxy = await StrictProxy.start();
		const { certificate, privateKey } = await appleCertificate({ keyBits: 512 });
		const refused = {
			...(await parsed(await simulator.createClientCertificate())),
			identity: { cert: certificate, key: privateKey },
		};
		const [token = ''] = simulator.devices.addMany(1);
		const { outcomes } = await deliverTo(simulator, [token], {
			certificate: refused,
			target: { ...through(proxy.url()).target, clientCertificate: refused },
			policy: { requestTimeoutMs: 500 },
		});
		expect(outcomes[0]?.outcome).toBe('notSent');
		expect(proxy.requests.length).toBeGreaterThan(0);
		await vi.waitFor(() => expect(proxy.open).toBe(0));
	});

	it('nobody there', async () => {
		const { message } = await failureWith({}, () => 'http://127.0.0.1:1');
		expect(message).toContain('The proxy http://127.0.0.1:1 (set in HTTPS_PROXY) cannot be used.');
		expect(message).toContain('127.0.0.1 cannot be reached');
	});

	it('a host name that nobody knows', async () => {
		const { message } = await failureWith({}, () => 'http://nowhere.invalid:3128');
		expect(message).toContain('The host name nowhere.invalid could not be resolved');
	});

	it('https:// for a proxy that speaks plain HTTP: how to write it instead', async () => {
		const { message } = await failureWith({ answer: page('400 Bad Request') }, (proxy) =>
			proxy.url().replace('http:', 'https:'),
		);
		expect(message).toContain('If the proxy uses plain HTTP, write http:// before its host.');
	});

	it('http:// for a proxy that speaks TLS ends as well', async () => {
		const { server } = await sharedIdentity();
		const { outcome } = await failureWith({ certificate: server }, (proxy) =>
			proxy.url().replace('https:', 'http:'),
		);
		expect(outcome.errorCode).toBe('NETWORK_ERROR');
	});

	it('it is tried again, and everything arrives once the proxy works', async () => {
		const clock = hastyClock(30);
		const simulator = await startSimulator({ clock: clock.dateMs });
		const routes: Record<string, number> = { [authorityOf(simulator)]: 1 };
		const proxy = await StrictProxy.start({ routes });
		const tokens = simulator.devices.addMany(100);
		void vi
			.waitFor(() => expect(proxy.requests).not.toEqual([]))
			.then(() => delete routes[authorityOf(simulator)]);
		const { outcomes } = await deliverTo(simulator, tokens, {
			...through(proxy.url()),
			delivery: new Delivery(clock),
			policy: { maxAttempts: 10 },
		});
		expect(tally(outcomes)).toEqual({ 'SUCCESS accepted': 100 });
		expect(proxy.requests.length).toBeGreaterThan(1);
	});
});
