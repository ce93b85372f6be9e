import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ApnsSimulator } from '../simulator/ApnsSimulator.ts';
import { N8nServer } from './N8nServer.ts';
import { CREDENTIAL_TYPE, simulatorCredential } from './simulatorCredential.ts';
import { until } from './until.ts';
import { bulkWorkflow, START } from './workflows.ts';
import { tuned } from '../engine/testkit/tuned.ts';

/** At this rate the run would take 30 seconds. */
const DEVICES = 60_000;
const MAX_PER_SECOND = 2_000;

let simulator: ApnsSimulator;
let n8n: N8nServer;

beforeAll(async () => {
	simulator = await ApnsSimulator.start({ unknownDevices: 'accept', ledger: 'counts' });
	n8n = await N8nServer.start();
});

afterAll(async () => {
	await n8n?.stop();
	await simulator?.stop();
});

test('the Stop button of n8n stops the sending within a second', async () => {
	const executionId = await start({});
	await n8n.stopExecution(executionId);
	await expectSilenceWithinASecond();
	expect((await n8n.waitForExecution(executionId)).status).toBe('canceled');
});

test('so does n8n’s own time-out of the execution', async () => {
	const executionId = await start({ executionTimeout: 3 });
	const { status } = await n8n.waitForExecution(executionId, 30_000);
	await expectSilenceWithinASecond();
	expect(status).toBe('canceled');
	expect(simulator.ledger.accepted).toBeLessThan(DEVICES / 2);
});

/** Starts a long bulk push and waits until it is in progress. */
async function start(settings: object): Promise<string> {
	simulator.ledger.clear();
	const data = simulatorCredential(simulator);
	const credential = await n8n.createCredential('Simulator', CREDENTIAL_TYPE, data);
	const workflow = bulkWorkflow('To be stopped', DEVICES, {
		title: 'Hello',
		options: tuned({ maxPerSecond: MAX_PER_SECOND }),
	});
	const workflowId = await n8n.importWorkflow(
		{ ...workflow, settings: { ...workflow.settings, ...settings } },
		credential,
	);
	const executionId = await n8n.runManually(workflowId, START);
	await until('The first 1,000 notifications', 60_000, () =>
		simulator.ledger.accepted > 1000 ? true : undefined,
	);
	return executionId;
}

async function expectSilenceWithinASecond(): Promise<void> {
	await wait(1000);
	const accepted = simulator.ledger.accepted;
	await wait(2000);
	expect(simulator.ledger.accepted).toBe(accepted);
}
