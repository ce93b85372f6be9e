import { afterAll, beforeAll, expect, test } from 'vitest';
import { ApnsSimulator } from '../simulator/ApnsSimulator.ts';
import { PaymentSystem } from './examples/PaymentSystem.ts';
import { N8nServer, type StoredCredential } from './N8nServer.ts';
import { CREDENTIAL_TYPE, simulatorCredential } from './simulatorCredential.ts';

let simulator: ApnsSimulator;
let n8n: N8nServer;
let credential: StoredCredential;
let payments: PaymentSystem;

beforeAll(async () => {
	simulator = await ApnsSimulator.start();
	n8n = await N8nServer.start();
	const data = simulatorCredential(simulator);
	credential = await n8n.createCredential('Simulator', CREDENTIAL_TYPE, data);
	payments = await PaymentSystem.introduceTo(n8n, credential);
});

afterAll(async () => {
	await n8n?.stop();
	await simulator?.stop();
});

test('200 webhook executions in a row make one TLS handshake and one provider token', async () => {
	for (const deviceToken of simulator.devices.addMany(200)) {
		expect(await pay(deviceToken)).toMatchObject({ errorCode: 'SUCCESS' });
	}
	expect(simulator.ledger.accepted).toBe(200);
	expect(simulator.connections.opened).toBe(1);
	expect(simulator.connections.providerTokensSeen.size).toBe(1);
}, 120_000);

test('a credential that was edited is not served by the old key', async () => {
	const key = simulator.addKey();
	const data = { ...simulatorCredential(simulator), teamId: key.teamId, keyId: key.keyId };
	const [one = '', two = ''] = simulator.devices.addMany(2, {}, 'after the edit');

	await n8n.rest.patch(`/rest/credentials/${credential.id}`, { ...credential, data });
	expect(await pay(one)).not.toMatchObject({ errorCode: 'SUCCESS' });
	expect(simulator.ledger.has(one)).toBe(false);

	await n8n.rest.patch(`/rest/credentials/${credential.id}`, {
		...credential,
		data: { ...data, privateKey: key.privateKey },
	});
	expect(await pay(two)).toMatchObject({ errorCode: 'SUCCESS' });
});

async function pay(deviceToken: string): Promise<unknown> {
	return (await payments.ask(PaymentSystem.event({ deviceToken }))).body;
}
