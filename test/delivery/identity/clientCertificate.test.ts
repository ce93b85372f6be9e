import { describe, expect, it } from 'vitest';
import { Delivery } from '../../../nodes/Apns/delivery/Delivery.ts';
import { parsePemCertificate } from '../../../nodes/Apns/delivery/identity/pemCertificate.ts';
import { parsePkcs12 } from '../../../nodes/Apns/delivery/identity/pkcs12.ts';
import type { ApnsSimulator } from '../../simulator/ApnsSimulator.ts';
import type { CertifiedKey } from '../../simulator/certificates/authority.ts';
import { startSimulator } from '../../simulator/testkit/simulatorForTests.ts';
import { p12Of } from './certificateFiles.ts';
import { deliverTo, tally } from '../testkit/deliverTo.ts';

const parsed = async ({ certificate, privateKey }: CertifiedKey) =>
	await parsePemCertificate(certificate, privateKey, '');

async function certificateOf(simulator: ApnsSimulator, environments?: ['sandbox']) {
	return await simulator.createClientCertificate(environments ? { environments } : {});
}

describe('with a client certificate', () => {
	it('APNs takes notifications without any provider token, over one connection', async () => {
		const simulator = await startSimulator();
		const tokens = simulator.devices.addMany(500);
		const certificate = await parsed(await certificateOf(simulator));
		const { outcomes, fault } = await deliverTo(simulator, tokens, { certificate });
		expect(tally(outcomes)).toEqual({ 'SUCCESS accepted': 500 });
		expect(fault).toBeUndefined();
		expect(simulator.connections.opened).toBe(1);
		expect(simulator.connections.streamLimitViolations).toBe(0);
		expect(simulator.connections.providerTokensSeen.size).toBe(0);
	});

	it('a .p12 does as well', async () => {
		const simulator = await startSimulator();
		const p12 = p12Of(await certificateOf(simulator), 'secret');
		const certificate = await parsePkcs12(p12, 'secret');
		const { outcomes } = await deliverTo(simulator, simulator.devices.addMany(3), { certificate });
		expect(tally(outcomes)).toEqual({ 'SUCCESS accepted': 3 });
	});

	it('deliveries with the same one share a connection, with another one or a key they do not', async () => {
		const simulator = await startSimulator();
		const delivery = new Delivery();
		const tokens = simulator.devices.addMany(3);
		const files = await certificateOf(simulator);
		const send = async (certificate?: CertifiedKey) => {
			const wishes = certificate === undefined ? {} : { certificate: await parsed(certificate) };
			const { outcomes } = await deliverTo(simulator, tokens, { delivery, ...wishes });
			expect(tally(outcomes)).toEqual({ 'SUCCESS accepted': 3 });
		};
		await send(files);
		await send(files);
		expect(simulator.connections.opened).toBe(1);
		await send(await certificateOf(simulator));
		expect(simulator.connections.opened).toBe(2);
		await send();
		expect(simulator.connections.opened).toBe(3);
	});

	it('a revoked one condemns the run at the first answer', async () => {
		const simulator = await startSimulator();
		const files = await certificateOf(simulator);
		simulator.revokeClientCertificate(files.certificate);
		const tokens = simulator.devices.addMany(1000);
		const { outcomes, fault } = await deliverTo(simulator, tokens, {
			certificate: await parsed(files),
		});
		expect(tally(outcomes)).toEqual({ 'AUTH_FAILED rejected': 1, 'AUTH_FAILED notSent': 999 });
		expect(fault).toMatchObject({ reason: 'BadCertificate', action: 'fixCredentials' });
	});

	it('one for the other environment condemns the run at the first answer', async () => {
		const simulator = await startSimulator({ environment: 'production' });
		const certificate = await parsed(await certificateOf(simulator, ['sandbox']));
		const tokens = simulator.devices.addMany(1000);
		const { outcomes, fault } = await deliverTo(simulator, tokens, { certificate });
		expect(tally(outcomes)).toEqual({ 'AUTH_FAILED rejected': 1, 'AUTH_FAILED notSent': 999 });
		expect(fault?.reason).toBe('BadCertificateEnvironment');
	});

	it.each(['BadCertificate', 'BadCertificateEnvironment'])(
		'GOAWAY %s after the handshake condemns the run, and nobody connects again',
		async (reason) => {
			const simulator = await startSimulator();
			const debugData = JSON.stringify({ reason });
			simulator.faults.add({ kind: 'goaway', onConnect: true, lastStreamId: 0, debugData });
			const certificate = await parsed(await certificateOf(simulator));
			const tokens = simulator.devices.addMany(100);
			const { outcomes, fault } = await deliverTo(simulator, tokens, { certificate });
			expect(tally(outcomes)).toEqual({ 'AUTH_FAILED notSent': 100 });
			expect(fault?.reason).toBe(reason);
			expect(simulator.connections.attempts).toBe(1);
		},
	);

	it('a broken connection is replaced, and nothing is lost', async () => {
		const simulator = await startSimulator();
		simulator.faults.add({ kind: 'goaway', lastStreamId: 'processed', at: { request: 50 } });
		const certificate = await parsed(await certificateOf(simulator));
		const tokens = simulator.devices.addMany(500);
		const { outcomes } = await deliverTo(simulator, tokens, { certificate });
		expect(tally(outcomes)).toEqual({ 'SUCCESS accepted': 500 });
		expect(simulator.connections.opened).toBe(2);
	});
});
