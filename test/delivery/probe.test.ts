import { createSecureServer } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { onTestFinished, expect, it } from 'vitest';
import { Delivery } from '../../nodes/Apns/delivery/Delivery.ts';
import { probe } from '../../nodes/Apns/delivery/probe.ts';
import { createServerCertificates } from '../simulator/certificates/authority.ts';
import { startSimulator } from '../simulator/testkit/simulatorForTests.ts';
import { optionsFor } from './testkit/deliverTo.ts';

it('the answer is the report, though the PING after it gets none', async () => {
	const { caCertificate, server } = await createServerCertificates('Test', ['127.0.0.1']);
	const http2 = createSecureServer({ cert: server.certificate, key: server.privateKey });
	http2.on('stream', (stream) => {
		stream.respond({ ':status': 403 });
		stream.end('{"reason":"InvalidProviderToken"}', () => stream.session?.destroy());
		stream.on('error', () => {});
	});
	await new Promise<void>((resolve) => http2.listen(0, '127.0.0.1', resolve));
	onTestFinished(() => void http2.close());
	const { port } = http2.address() as AddressInfo;
	const { identity } = await startSimulator();
	const baseUrl = `https://127.0.0.1:${port}`;
	const { target, signingKey } = optionsFor({ baseUrl, identity: { ...identity, caCertificate } });
	const tokens = new Delivery().tokensFor(signingKey!);

	const report = await probe(target, tokens, undefined, 10_000);

	expect(report.answer).toMatchObject({ status: 403, reason: 'InvalidProviderToken' });
	expect(report.connection).toMatchObject({ protocol: 'h2', pingMs: null });
	expect(report.failure).toBeUndefined();
});
