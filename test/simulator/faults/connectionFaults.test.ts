import { once } from 'node:events';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { ApnsSimulator } from '../ApnsSimulator.ts';
import { deviceToken } from '../deviceToken.ts';
import { BareClient } from '../testkit/BareClient.ts';
import { closedAfterTest, startSimulator } from '../testkit/simulatorForTests.ts';
import type { Fault } from './Fault.ts';

const PHONE = deviceToken('phone');

async function startWith(fault: Fault): Promise<ApnsSimulator> {
	const simulator = await startSimulator();
	simulator.devices.add({ token: PHONE });
	simulator.faults.add(fault);
	return simulator;
}

async function failureOf(simulator: ApnsSimulator): Promise<string | undefined> {
	const client = await closedAfterTest(BareClient.dial(simulator));
	await client.closed();
	return client.errors[0];
}

describe('a connection that is struck at the start', () => {
	test.each<[string, Fault, RegExp]>([
		['refused', { kind: 'refuseConnection' }, /^ECONNRESET$/],
		['untrusted', { kind: 'tlsFailure', how: 'untrusted' }, /^(UNABLE|DEPTH|SELF|CERT)/],
		['garbage', { kind: 'tlsFailure', how: 'garbage' }, /^ERR_SSL/],
		['aborted', { kind: 'tlsFailure', how: 'abort' }, /^ECONNRESET$/],
		['HTTP/1.1', { kind: 'wrongAlpn' }, /^ERR_HTTP2/],
	])('%s', async (_name, fault, error) => {
		const simulator = await startWith({ ...fault, at: { firstConnections: 2 } });
		expect(await failureOf(simulator)).toMatch(error);
		expect(await failureOf(simulator)).toMatch(error);
		const third = await closedAfterTest(BareClient.connect(simulator));
		expect(await third.push({ token: PHONE })).toMatchObject({ status: 200 });
		expect(simulator.connections.attempts).toBe(3);
	});
});

function connectSocket(simulator: ApnsSimulator): TLSSocket {
	return connectTls({
		port: Number(new URL(simulator.baseUrl).port),
		host: '127.0.0.1',
		ca: simulator.identity.caCertificate,
		ALPNProtocols: ['h2'],
	});
}

describe('a certificate that is required', () => {
	test('and not there ends the connection with an alert', async () => {
		const simulator = await startWith({ kind: 'tlsFailure', how: 'certificateRequired' });
		const [error] = await once(connectSocket(simulator), 'error');
		expect(error).toMatchObject({ code: 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED' });
	});
});

describe('wrongAlpn', () => {
	test('agrees on no protocol', async () => {
		const simulator = await startWith({ kind: 'wrongAlpn' });
		const socket = connectSocket(simulator);
		await once(socket, 'secureConnect');
		expect(socket.alpnProtocol).toBe(false);
		socket.destroy();
	});
});

describe('noSettings', () => {
	test('is silence after TLS', async () => {
		const simulator = await startWith({ kind: 'noSettings' });
		const client = await closedAfterTest(BareClient.dial(simulator));
		await once(client.session, 'connect');
		expect(client.session.alpnProtocol).toBe('h2');
		const settings = once(client.session, 'remoteSettings');
		expect(await Promise.race([settings, delay(50, 'none')])).toBe('none');
		expect(simulator.connections).toMatchObject({ opened: 1, open: 1 });
	});
});

describe('goaway on connect', () => {
	test('comes after SETTINGS, and nothing is processed', async () => {
		const debugData = '{"reason":"BadCertificateEnvironment"}';
		const simulator = await startWith({
			kind: 'goaway',
			onConnect: true,
			lastStreamId: 0,
			debugData,
		});
		const client = await closedAfterTest(BareClient.dial(simulator));
		const answer = await client.push({ token: PHONE });
		await client.closed();
		expect(answer).toMatchObject({ status: undefined });
		expect(client.streamLimits).toEqual([1]);
		expect(client.goAways).toEqual([{ errorCode: 0, lastStreamId: 0, debugData }]);
		expect(simulator.ledger.accepted).toBe(0);
	});
});

describe('trickle', () => {
	test('lets so many bytes through per second', async () => {
		const simulator = await startWith({ kind: 'trickle', bytesPerSecond: 5000 });
		const client = await closedAfterTest(BareClient.connect(simulator));
		const body = JSON.stringify({ a: 'x'.repeat(2000) });
		const startedMs = performance.now();
		expect(await client.push({ token: PHONE, body })).toMatchObject({ status: 200 });
		expect(performance.now() - startedMs).toBeGreaterThan(350);
	});

	test('does not keep a GOAWAY from ending the connection', async () => {
		const simulator = await startWith({ kind: 'trickle', bytesPerSecond: 5000 });
		simulator.faults.add({ kind: 'goaway' });
		const client = await closedAfterTest(BareClient.connect(simulator));
		expect(await client.push({ token: PHONE })).toMatchObject({ status: 200 });
		await client.closed();
		expect(client.goAways).toMatchObject([{ lastStreamId: 1 }]);
	});
});
