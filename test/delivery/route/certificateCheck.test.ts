import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import tls from 'node:tls';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { parsePkcs12 } from '../../../nodes/Apns/delivery/identity/pkcs12.ts';
import { parseHttpProxy } from '../../../nodes/Apns/delivery/route/HttpProxy.ts';
import type { ApnsSimulator } from '../../simulator/ApnsSimulator.ts';
import { createServerCertificates } from '../../simulator/certificates/authority.ts';
import { createIdentity } from '../../simulator/identity.ts';
import { sharedIdentity, startSimulator } from '../../simulator/testkit/simulatorForTests.ts';
import { appleCertificate, p12Of } from '../identity/certificateFiles.ts';
import { TYPE_SCRIPT_FLAGS } from '../../setup/typeScriptFlags.ts';
import { deliverTo, type Wishes } from '../testkit/deliverTo.ts';
import { StrictProxy } from '../testkit/StrictProxy.ts';

/** An interceptor that answers like APNs, with its own certificate. */
async function startInterceptor(): Promise<ApnsSimulator> {
	return await startSimulator({ identity: await createIdentity() });
}

async function expectNothingToldTo(interceptor: ApnsSimulator, wishes: Wishes): Promise<void> {
	const tokens = interceptor.devices.addMany(3);
	const { outcomes } = await deliverTo(interceptor, tokens, wishes);
	expect(outcomes).toHaveLength(3);
	for (const outcome of outcomes) {
		expect(outcome).toMatchObject({ outcome: 'notSent', errorCode: 'NETWORK_ERROR' });
		expect(outcome.message).toContain('is not trusted');
	}
	expect(interceptor.ledger.requests).toBe(0);
	expect(interceptor.connections.providerTokensSeen.size).toBe(0);
}

/** Trusted CAs: Node's own, or one more. Never the interceptor's. */
const AUTHORITIES = [
	['none of one’s own is trusted', { caCertificate: undefined }],
	['another one is trusted', { caCertificate: (await sharedIdentity()).caCertificate }],
] as const;

describe('the server’s certificate is checked', () => {
	describe('where NODE_TLS_REJECT_UNAUTHORIZED=0 stands in the environment of n8n', () => {
		beforeEach(() => {
			vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
			return () => vi.unstubAllEnvs();
		});

		it.each(AUTHORITIES)('an interceptor gets no provider token where %s', async (_, target) => {
			await expectNothingToldTo(await startInterceptor(), { target });
		});

		it('nor does one behind a proxy', async () => {
			const proxy = parseHttpProxy((await StrictProxy.start()).url(), 'HTTPS_PROXY');
			await expectNothingToldTo(await startInterceptor(), {
				target: { caCertificate: undefined, proxy },
			});
		});

		it('nor does a proxy with TLS that is an impostor get its password', async () => {
			const { server } = await createIdentity();
			const proxy = await StrictProxy.start({ certificate: server });
			const simulator = await startSimulator();
			const [token = ''] = simulator.devices.addMany(1);
			const target = { proxy: parseHttpProxy(proxy.url('user:secret'), 'HTTPS_PROXY') };
			const { outcomes } = await deliverTo(simulator, [token], { target });
			expect(outcomes[0]?.message).toContain('is not trusted');
			expect(proxy.requests).toEqual([]);
			expect(simulator.connections.attempts).toBe(0);
		});
	});

	it('in a process that was started with NODE_TLS_REJECT_UNAUTHORIZED=0', async () => {
		const interceptor = await startInterceptor();
		const [token = ''] = interceptor.devices.addMany(1);
		const { baseUrl, identity } = interceptor;
		const { caCertificate } = await sharedIdentity();
		const given = { baseUrl, identity: { ...identity, caCertificate }, token };
		const script = join(import.meta.dirname, '..', 'testkit', 'deliverOnce.ts');
		const child = spawn(process.execPath, [...TYPE_SCRIPT_FLAGS, script, JSON.stringify(given)], {
			stdio: ['ignore', 'pipe', 'ignore'],
			env: { ...process.env, NODE_TLS_REJECT_UNAUTHORIZED: '0' },
		});
		let printed = '';
		child.stdout.on('data', (chunk) => (printed += String(chunk)));
		await once(child, 'exit');
		expect(printed).toBe('notSent\n');
		expect(interceptor.connections.providerTokensSeen.size).toBe(0);
	});

	describe('whatever another package of the process puts in the place of Node’s check', () => {
		const { checkServerIdentity } = tls;
		afterEach(() => {
			tls.checkServerIdentity = checkServerIdentity;
		});

		it('a certificate for another host is refused', async () => {
			const { caCertificate, server } = await createServerCertificates('Test CA', [
				'other.example',
			]);
			const identity = { ...(await sharedIdentity()), caCertificate, server };
			const interceptor = await startSimulator({ identity });
			tls.checkServerIdentity = () => undefined;
			await expectNothingToldTo(interceptor, {});
		});
	});

	it('and one that is too weak is told as such, not as a network fault', async () => {
		const names = ['127.0.0.1'];
		const { caCertificate, server } = await createServerCertificates('CA', names, 'SHA-1');
		const received = vi.fn();
		const weak = tls.createServer({
			key: server.privateKey,
			cert: server.certificate,
			// Like an old server: without this, OpenSSL would refuse its own certificate.
			ciphers: 'DEFAULT:@SECLEVEL=0',
			ALPNProtocols: ['h2'],
		});
		weak.on('secureConnection', (socket) => socket.on('data', received));
		await once(weak.listen(0, '127.0.0.1'), 'listening');
		onTestFinished(() => void weak.close());
		const { port } = weak.address() as AddressInfo;
		const { outcomes } = await deliverTo(
			{ baseUrl: `https://127.0.0.1:${port}`, identity: await sharedIdentity() },
			['ab'.repeat(32)],
			{ target: { caCertificate } },
		);
		expect(outcomes[0]?.message).toContain('not trusted. Its key is probably too short');
		expect(received).not.toHaveBeenCalled();
	});

	it('where its authority came along in a .p12 file: that makes no authority of it', async () => {
		const interceptor = await startInterceptor();
		const files = await appleCertificate();
		const { caCertificate } = interceptor.identity;
		const p12 = p12Of(files, 'secret', { certificates: [caCertificate] });
		const certificate = await parsePkcs12(p12, 'secret');
		for (const [, target] of AUTHORITIES) {
			await expectNothingToldTo(interceptor, {
				certificate,
				target: { ...target, clientCertificate: certificate },
			});
		}
	});
});
