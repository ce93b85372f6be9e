import { once } from 'node:events';
import { connect as connectTcp } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { describe, expect, test } from 'vitest';
import { ApnsSimulator, type SimulatorOptions } from './ApnsSimulator.ts';
import { deviceToken } from './deviceToken.ts';
import { BareClient } from './testkit/BareClient.ts';
import { closedAfterTest, sharedIdentity, startSimulator } from './testkit/simulatorForTests.ts';

const PHONE = deviceToken('phone');
const REFUSED_STREAM = 7;

async function start(options: SimulatorOptions = {}): Promise<ApnsSimulator> {
	const simulator = await startSimulator(options);
	simulator.devices.add({ token: PHONE });
	return simulator;
}

function portOf(simulator: ApnsSimulator): number {
	return Number(new URL(simulator.baseUrl).port);
}

async function pushMany(client: BareClient, count: number, token = PHONE) {
	return await Promise.all(Array.from({ length: count }, () => client.push({ token })));
}

describe('SETTINGS', () => {
	test('are those of APNs, with one stream to begin with', async () => {
		const client = await closedAfterTest(BareClient.connect(await start()));
		expect(client.session.remoteSettings).toMatchObject({
			headerTableSize: 4096,
			maxConcurrentStreams: 1,
			maxFrameSize: 16_384,
			maxHeaderListSize: 8000,
		});
	});

	test('allow 1000 streams after one request with a valid token', async () => {
		const client = await closedAfterTest(BareClient.connect(await start()));
		await client.push({ token: PHONE });
		expect(client.streamLimits).toEqual([1, 1000]);
		await client.push({ token: PHONE });
		expect(client.streamLimits).toEqual([1, 1000]);
	});

	test('allow them as well after a rejection that is not about the token', async () => {
		const client = await closedAfterTest(BareClient.connect(await start()));
		await client.push({ token: deviceToken('unknown') });
		expect(client.streamLimits).toEqual([1, 1000]);
	});

	test('stay as they are while the token is bad', async () => {
		const client = await closedAfterTest(BareClient.connect(await start()));
		await client.push({ token: PHONE, headers: { authorization: 'bearer x' } });
		await client.push({ token: PHONE, headers: { authorization: undefined } });
		expect(client.streamLimits).toEqual([1]);
	});
});

describe('the stream limit', () => {
	test('lets as many streams run as it says', async () => {
		const simulator = await start();
		const client = await closedAfterTest(BareClient.warm(simulator, PHONE));
		const answers = await pushMany(client, 1000);
		expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
		expect(simulator.ledger.countOf(PHONE)).toBe(1001);
		expect(simulator.connections).toMatchObject({ streamLimitViolations: 0, peakStreams: 1000 });
	});

	test('refuses streams above it while it is not acknowledged', async () => {
		const simulator = await start();
		const client = await closedAfterTest(BareClient.dial(simulator));
		const answers = await pushMany(client, 5);
		expect(answers.map(({ status, resetCode }) => status ?? resetCode)).toEqual([
			200,
			...Array<number>(4).fill(REFUSED_STREAM),
		]);
		expect(simulator.ledger.entries).toHaveLength(1);
		expect(simulator.connections).toMatchObject({ refusedStreams: 4, streamLimitViolations: 0 });
	});

	test('ends the connection when it is broken after it was acknowledged', async () => {
		const simulator = await start();
		// node:http2 always obeys the limit, so this client is written by hand.
		const socket = connectTls({
			port: portOf(simulator),
			host: '127.0.0.1',
			ca: (await sharedIdentity()).caCertificate,
			ALPNProtocols: ['h2'],
		});
		const received: Buffer[] = [];
		socket.on('data', (chunk) => received.push(chunk));
		const frame = (type: number, flags: number, stream: number, payload: string) => {
			const header = Buffer.from([0, 0, payload.length / 2, type, flags, 0, 0, 0, stream]);
			return Buffer.concat([header, Buffer.from(payload, 'hex')]);
		};
		await once(socket, 'secureConnect');
		socket.write('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n');
		socket.write(frame(4, 0, 0, ''));
		await once(socket, 'data');
		socket.write(frame(4, 1, 0, ''));
		// POST https /, left open: HPACK static table, 83 87 84.
		socket.write(Buffer.concat([frame(1, 4, 1, '838784'), frame(1, 4, 3, '838784')]));
		await once(socket, 'end');
		socket.destroy();
		const goAway = Buffer.concat(received).toString('latin1');
		expect(goAway).toContain('Maximum active streams violated for this endpoint.');
		expect(simulator.connections.streamLimitViolations).toBe(1);
	});
});

describe('a connection', () => {
	test('answers PING', async () => {
		const simulator = await start();
		const client = await closedAfterTest(BareClient.connect(simulator));
		expect(await client.ping(5000)).toBe(true);
		expect(simulator.connections.pings).toBe(1);
	});

	test('is counted while it is open', async () => {
		const simulator = await start();
		const [one, two] = [await BareClient.connect(simulator), await BareClient.connect(simulator)];
		expect(simulator.connections).toMatchObject({ attempts: 2, opened: 2, open: 2, peakOpen: 2 });
		one.close();
		two.close();
		await expect.poll(() => simulator.connections.open).toBe(0);
		expect(simulator.connections.opened).toBe(2);
	});

	test('must be made with ALPN h2', async () => {
		const simulator = await start();
		const ca = (await sharedIdentity()).caCertificate;
		const socket = connectTls({ port: portOf(simulator), host: '127.0.0.1', ca });
		socket.on('error', () => {});
		await once(socket.resume(), 'close');
		const client = await closedAfterTest(BareClient.warm(simulator, PHONE));
		expect(client.streamLimits).toEqual([1, 1000]);
	});

	test('that speaks no TLS, or stops in the middle of it, does no harm', async () => {
		const simulator = await start();
		for (const bytes of ['GET / HTTP/1.1\r\n\r\n', '\x16\x03\x01', '']) {
			const socket = connectTcp(portOf(simulator), '127.0.0.1');
			socket.on('error', () => {});
			await once(socket, 'connect');
			socket.write(bytes);
			socket.end();
			await once(socket.resume(), 'close');
		}
		const client = await closedAfterTest(BareClient.connect(simulator));
		expect(await client.push({ token: PHONE })).toMatchObject({ status: 200 });
	});
});

describe('stop', () => {
	test('ends connections at once and frees the port', async () => {
		const simulator = await start();
		const client = await closedAfterTest(BareClient.warm(simulator, PHONE));
		await Promise.all([client.closed(), simulator.stop()]);
		const next = await start({ port: portOf(simulator) });
		expect(next.baseUrl).toBe(simulator.baseUrl);
	});

	test('is needed before another one takes the port', async () => {
		const simulator = await start();
		const taken = ApnsSimulator.start({ identity: simulator.identity, port: portOf(simulator) });
		await expect(taken).rejects.toMatchObject({ code: 'EADDRINUSE' });
	});

	test('is not needed where the port for channels is taken: the other one is free again', async () => {
		const simulator = await start();
		const port = portOf(simulator);
		const { identity } = simulator;
		const probe = await ApnsSimulator.start({ identity });
		const free = portOf(probe);
		await probe.stop();
		const taken = ApnsSimulator.start({ identity, port: free, managementPort: port });
		await expect(taken).rejects.toMatchObject({ code: 'EADDRINUSE' });
		expect(portOf(await start({ port: free }))).toBe(free);
	});
});
