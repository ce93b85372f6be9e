import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { tuned } from '../engine/testkit/tuned.ts';
import { ApnsSimulator } from '../simulator/ApnsSimulator.ts';
import type { Execution } from './Execution.ts';
import { N8nProcess } from './N8nProcess.ts';
import { N8nServer } from './N8nServer.ts';
import { NEEDS_REDIS, RedisServer } from './RedisServer.ts';
import { CREDENTIAL_TYPE, simulatorCredential } from './simulatorCredential.ts';
import { until } from './until.ts';
import { bulkWorkflow, SEND, START } from './workflows.ts';

/** At this rate, the run would take 40 seconds. */
const DEVICES = 20_000;
const MAX_PER_SECOND = 500;

/** n8n waits for its executions as long as this, and sending stops after two thirds of it. */
const SHUTDOWN = { N8N_GRACEFUL_SHUTDOWN_TIMEOUT: '9' };

let simulator: ApnsSimulator;

beforeAll(async () => {
	simulator = await ApnsSimulator.start({ unknownDevices: 'accept' });
});

beforeEach(() => simulator.ledger.clear());

afterAll(async () => {
	await simulator?.stop();
});

describe('n8n that is shut down in the middle of a run', () => {
	let n8n: N8nServer;

	beforeAll(async () => {
		n8n = await N8nServer.start({ environment: SHUTDOWN });
	});

	afterAll(async () => {
		await n8n?.stop();
	});

	test('has stored a result for every token', async () => {
		const executionId = await startRun(n8n);
		await n8n.restart();
		expectCompleteResults(await n8n.execution(executionId));
	});
});

describe('a worker that is shut down in the middle of a run', NEEDS_REDIS, () => {
	let redis: RedisServer;
	let n8n: N8nServer;
	let worker: N8nProcess;
	const environment = () => ({
		...redis.n8nEnvironment,
		OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
	});

	beforeAll(async () => {
		redis = await RedisServer.start();
		n8n = await N8nServer.start({ environment: environment() });
	});

	afterEach(async () => {
		await worker?.stop();
	});

	afterAll(async () => {
		await n8n?.stop();
		await redis?.stop();
	});

	test.each([[SHUTDOWN], [{ QUEUE_WORKER_TIMEOUT: '9' }]])(
		'has stored a result for every token (%j)',
		async (timeout) => {
			worker = await N8nProcess.startWorker(n8n.userFolder, { ...environment(), ...timeout });
			const executionId = await startRun(n8n);
			await worker.stop();
			expectCompleteResults(await n8n.waitForExecution(executionId));
		},
	);
});

/** Starts a long run and waits until it is in progress. */
async function startRun(n8n: N8nServer): Promise<string> {
	const data = simulatorCredential(simulator);
	const credential = await n8n.createCredential('Simulator', CREDENTIAL_TYPE, data);
	const workflow = bulkWorkflow('To be shut down', DEVICES, {
		title: 'Hello',
		options: tuned({ maxPerSecond: MAX_PER_SECOND }),
	});
	const workflowId = await n8n.importWorkflow(workflow, credential);
	const executionId = await n8n.runManually(workflowId, START);
	await until('The first 500 notifications', 60_000, () =>
		simulator.ledger.accepted > 500 ? true : undefined,
	);
	return executionId;
}

/** What was accepted says so, and all the rest can be sent again. */
function expectCompleteResults(execution: Execution): void {
	expect(execution.status).toBe('success');
	const results = execution.json(SEND);
	expect(results).toHaveLength(DEVICES);
	const accepted = results.filter(({ success }) => success === true);
	const cancelled = results.filter(({ errorCode }) => errorCode === 'CANCELLED');
	expect(accepted.length + cancelled.length).toBe(DEVICES);
	expect(cancelled.length).toBeGreaterThan(DEVICES / 4);
	const told = accepted.map(({ deviceToken }) => deviceToken);
	expect(new Set(told)).toEqual(new Set(simulator.ledger.tokens()));
	expect(told).toHaveLength(simulator.ledger.accepted);
	expect(cancelled[0]).toMatchObject({ action: 'retryLater', success: false });
}
