/** Takes the README's pictures: the payment approval example and a fleet in a real n8n, against a local APNs. */
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { INode } from 'n8n-workflow';
import { temporaryFolder } from '../../setup/temporaryFolder.mjs';
import { ApnsSimulator } from '../../simulator/ApnsSimulator.ts';
import { deviceToken } from '../../simulator/deviceToken.ts';
import { createIdentity } from '../../simulator/identity.ts';
import { Phone } from '../../simulator/phone/Phone.ts';
import { startChromium } from '../browser/chromium.ts';
import { Editor } from '../browser/Editor.ts';
import { signIn } from '../browser/signIn.ts';
import { PaymentSystem, PAYMENT_WEBHOOK, SIGNATURE_HEADER } from '../examples/PaymentSystem.ts';
import { N8nServer, type StoredCredential, type WorkflowJson } from '../N8nServer.ts';
import { CREDENTIAL_TYPE } from '../simulatorCredential.ts';
import { SEND, sendWorkflow, START } from '../workflows.ts';
import { Camera } from './Camera.ts';
import { CAMPAIGN_CANVAS, importCampaign } from './campaignWorkflow.ts';
import { QUESTION, questionWorkflow } from './questionWorkflow.ts';
import { FLEET, splitOutputsWorkflow } from './splitOutputsWorkflow.ts';

const APPLE_HOST = 'api.push.apple.com';
const TRIGGER = 'Payment to Approve';
const LAST_NODE = 'Tell the Payment System';

/** What the README's first push sends. */
const FIRST_PUSH = {
	resource: 'notification',
	operation: 'send',
	title: 'Your order',
	body: 'It is at the door.',
	deviceToken: '={{ $json.deviceToken }}',
};

/** Size of the window, in which a whole workflow must be legible. */
const CANVAS = { width: 1280, height: 860 };

const root = join(import.meta.dirname, '..', '..', '..');
const folder = join(root, '.github', 'media');

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
	// Processes that were started end with this process; the files they wrote are removed when it exits.
	process.on(signal, () => process.exit(1));
}

console.log('· Starting the APNs simulator and n8n …');
const simulator = await ApnsSimulator.start({
	environment: 'production',
	identity: await createIdentity({ teamId: 'ABCDE12345', keyId: 'FGHIJ67890' }),
	phone: new Phone({
		// One question stays open for its picture.
		answer: async ({ body }) => await (body === QUESTION.text ? undefined : 'approve'),
	}),
});
const n8n = await startN8n();
const browser = await startChromium();
const taken: string[] = [];
try {
	console.log('· Taking pictures …');
	mkdirSync(folder, { recursive: true });
	const context = await signIn(browser, n8n.url, { viewport: CANVAS, deviceScaleFactor: 1.25 });
	const credential = await createCredential();

	const payments = await PaymentSystem.introduceTo(n8n, credential);
	const editor = await Editor.open(context, n8n.url, payments.workflowId);
	const camera = new Camera(editor);
	await editor.run(TRIGGER, LAST_NODE, async () => await askForApproval(payments));
	await camera.takeCanvas(fileFor('payment-approval.png'));
	await editor.close();

	const single = await n8n.importWorkflow(firstPush(), credential);
	const singleEditor = await Editor.open(context, n8n.url, single);
	const singleCamera = new Camera(singleEditor);
	await singleEditor.run(START, SEND);
	await singleCamera.takeNode(SEND, fileFor('node.png'));
	await singleCamera.takeCredential(fileFor('credential.png'));
	await singleEditor.close();

	const asking = await n8n.importWorkflow(
		questionWorkflow(simulator.devices.addMany(1, {}, 'asked')[0] ?? ''),
		credential,
	);
	const askingEditor = await Editor.open(context, n8n.url, asking);
	const askingCamera = new Camera(askingEditor);
	await askingEditor.start(QUESTION.trigger);
	await askingEditor.waiting(QUESTION.ask).waitFor();
	await askingCamera.takeCanvas(fileFor('waiting.png'));
	await askingCamera.takeParameters(QUESTION.ask, fileFor('question.png'));
	await askingEditor.close();

	const fleet = await n8n.importWorkflow(splitOutputsWorkflow(simulator), credential);
	const fleetEditor = await Editor.open(context, n8n.url, fleet);
	const fleetCamera = new Camera(fleetEditor);
	await fleetEditor.run(FLEET.trigger, FLEET.last);
	await fleetCamera.takeCanvas(fileFor('split-outputs.png'));
	await fleetCamera.takeOutput(FLEET.send, 1, fileFor('output.png'));
	await fleetEditor.close();

	const campaign = await importCampaign(n8n, credential);
	const campaignEditor = await Editor.open(context, n8n.url, campaign);
	await campaignEditor.page.setViewportSize(CAMPAIGN_CANVAS);
	await campaignEditor.page.getByTestId('zoom-to-fit').click();
	await new Camera(campaignEditor).takeCanvas(fileFor('campaign.png'));
	await campaignEditor.close();

	for (const file of taken) {
		console.log(`✓ ${relative(root, file)} (${Math.round(statSync(file).size / 1000)} kB)`);
	}
} finally {
	await browser.close();
	await n8n.stop();
	await simulator.stop();
}

function fileFor(name: string): string {
	const file = join(folder, name);
	taken.push(file);
	return file;
}

/** An n8n that uses the simulator as Apple's host: the pictures show what a user sees, not a test set-up. */
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

async function createCredential(): Promise<StoredCredential> {
	const { teamId, keyId, privateKey, bundleId } = simulator.identity;
	const data = { teamId, keyId, privateKey, bundleId, environment: 'production' };
	return await n8n.createCredential('APNs', CREDENTIAL_TYPE, data);
}

/** Acts as the payment system, at the address of the editor. */
async function askForApproval(payments: PaymentSystem): Promise<boolean> {
	const body = JSON.stringify(PaymentSystem.event({ deviceToken: phone() }));
	const { ok } = await fetch(`${n8n.url}/webhook-test/${PAYMENT_WEBHOOK}`, {
		method: 'POST',
		headers: {
			'content-type': 'application/json',
			[SIGNATURE_HEADER]: payments.sign(body),
		},
		body,
	});
	return ok;
}

function phone(): string {
	return simulator.devices.add({ token: deviceToken('phone') });
}

/** The README's first push. */
function firstPush(): WorkflowJson {
	const workflow = sendWorkflow('First push', [phone()], FIRST_PUSH);
	const nodes = workflow.nodes.map(
		(node, index): INode => ({ ...node, position: [220 * index, 0] }),
	);
	return { ...workflow, nodes };
}
