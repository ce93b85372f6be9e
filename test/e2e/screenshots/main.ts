/** Takes the README's pictures: the payment approval example in a real n8n, against a local APNs. */
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { temporaryFolder } from '../../setup/temporaryFolder.mjs';
import { ApnsSimulator } from '../../simulator/ApnsSimulator.ts';
import { deviceToken } from '../../simulator/deviceToken.ts';
import { createIdentity } from '../../simulator/identity.ts';
import { PaymentSystem, PAYMENT_WEBHOOK, SIGNATURE_HEADER } from '../examples/PaymentSystem.ts';
import { readExample } from '../examples/readExample.ts';
import { N8nServer } from '../N8nServer.ts';
import { CREDENTIAL_TYPE } from '../simulatorCredential.ts';
import { startChromium } from './chromium.ts';
import { Editor } from './Editor.ts';

const APPLE_HOST = 'api.push.apple.com';
const TRIGGER = 'Payment to Approve';
const SEND_NODE = 'Ask for Approval';
const LAST_NODE = 'Tell the Caller';
const PICTURES = ['payment-approval.png', 'node.png', 'credential.png'];

const root = join(import.meta.dirname, '..', '..', '..');
const folder = join(root, '.github', 'media');

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
	// What was started ends with this process; what it wrote is removed when it exits.
	process.on(signal, () => process.exit(1));
}

console.log('· Starting the APNs simulator and n8n …');
const simulator = await ApnsSimulator.start({
	environment: 'production',
	identity: await createIdentity({ teamId: 'ABCDE12345', keyId: 'FGHIJ67890' }),
});
const n8n = await startN8n();
const hmacSecret = 'shared with the payment system';
const browser = await startChromium();
try {
	console.log('· Taking pictures …');
	const editor = await Editor.open(browser, n8n.url, await importExample());
	await editor.run(TRIGGER, LAST_NODE, askForApproval);
	mkdirSync(folder, { recursive: true });
	await editor.pictureOfCanvas(fileFor('payment-approval.png'));
	await editor.pictureOfNode(SEND_NODE, fileFor('node.png'));
	await editor.pictureOfCredential(fileFor('credential.png'));
	for (const name of PICTURES) {
		const kilobytes = Math.round(statSync(fileFor(name)).size / 1000);
		console.log(`✓ ${relative(root, fileFor(name))} (${kilobytes} kB)`);
	}
} finally {
	await browser.close();
	await n8n.stop();
	await simulator.stop();
}

function fileFor(name: string): string {
	return join(folder, name);
}

/** An n8n for which the simulator is Apple: the pictures show what a person has, not a test's set-up. */
async function startN8n(): Promise<N8nServer> {
	const caFile = join(temporaryFolder('ca'), 'ca.pem');
	writeFileSync(caFile, simulator.identity.caCertificate);
	const port = Number(new URL(simulator.baseUrl).port);
	return await N8nServer.start({
		environment: {
			NODE_OPTIONS: `--require ${join(import.meta.dirname, '..', 'redirectApple.cjs')}`,
			NODE_EXTRA_CA_CERTS: caFile,
			APNS_TEST_PORTS: JSON.stringify({ [APPLE_HOST]: port }),
		},
	});
}

/** The example with all its credentials chosen. Its database is not there: nobody has uninstalled the app. */
async function importExample(): Promise<string> {
	const { teamId, keyId, privateKey, bundleId } = simulator.identity;
	const data = { teamId, keyId, privateKey, bundleId, environment: 'production' };
	return await n8n.importWorkflow(
		readExample('payment-approval'),
		await n8n.createCredential('APNs', CREDENTIAL_TYPE, data),
		await n8n.createCredential('Payment system', 'crypto', { hmacSecret }),
		await n8n.createCredential('Database', 'postgres', { host: '127.0.0.1' }),
	);
}

/** What the payment system does, at the address where the editor listens. */
async function askForApproval(): Promise<boolean> {
	const token = simulator.devices.add({ token: deviceToken('phone') });
	const body = JSON.stringify(PaymentSystem.event({ deviceToken: token }));
	const { ok } = await fetch(`${n8n.url}/webhook-test/${PAYMENT_WEBHOOK}`, {
		method: 'POST',
		headers: {
			'content-type': 'application/json',
			[SIGNATURE_HEADER]: PaymentSystem.sign(body, hmacSecret),
		},
		body,
	});
	return ok;
}
