import { setTimeout as wait } from 'node:timers/promises';
import type { INodeParameters } from 'n8n-workflow';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ApnsSimulator } from '../simulator/ApnsSimulator.ts';
import { deviceToken } from '../simulator/deviceToken.ts';
import { N8nProcess } from './N8nProcess.ts';
import { N8nServer, type StoredCredential } from './N8nServer.ts';
import { NEEDS_REDIS, RedisServer } from './RedisServer.ts';
import { CREDENTIAL_TYPE, simulatorCredential } from './simulatorCredential.ts';
import { until } from './until.ts';
import { leadingTo, workflowNode } from './workflowParts.ts';
import { SEND } from './workflows.ts';
import { tuned } from '../engine/testkit/tuned.ts';

/** What our node logs at the end of each run: it shows which process the node ran in. */
const OUR_LOG_LINE = 'APNs: Notifications:';

describe('queue mode', NEEDS_REDIS, () => {
	let redis: RedisServer;
	let simulator: ApnsSimulator;
	let main: N8nServer;
	let worker: N8nProcess;
	let credential: StoredCredential;

	beforeAll(async () => {
		simulator = await ApnsSimulator.start();
		redis = await RedisServer.start();
		const environment = {
			...redis.n8nEnvironment,
			N8N_LOG_LEVEL: 'info',
		};
		main = await N8nServer.start({ environment });
		worker = await N8nProcess.startWorker(main.userFolder, environment);
		const data = simulatorCredential(simulator);
		credential = await main.createCredential('Simulator', CREDENTIAL_TYPE, data);
	});

	beforeEach(() => simulator.ledger.clear());

	afterAll(async () => {
		await worker?.stop();
		await main?.stop();
		await redis?.stop();
		await simulator?.stop();
	});

	test('a webhook’s notifications are sent by the worker, and their results come back', async () => {
		const tokens = simulator.devices.addMany(20);
		const nobody = deviceToken('nobody');
		const { execution, answer } = await call('results', {}, [...tokens, nobody]);

		expect(execution.json(SEND)).toMatchObject([
			...tokens.map((token) => ({ deviceToken: token, success: true })),
			{ deviceToken: nobody, errorCode: 'INVALID_TOKEN' },
		]);
		expect(answer).toEqual(execution.json(SEND));
		expect(tokens.map((token) => simulator.ledger.countOf(token))).toEqual(tokens.map(() => 1));
		expect(worker.log).toContain(`${OUR_LOG_LINE} 20 accepted`);
		expect(main.log).not.toContain(OUR_LOG_LINE);
	});

	test('split outputs are four there, too', async () => {
		const sent = simulator.devices.add({ token: deviceToken('sent') });
		const gone = simulator.devices.add({
			token: deviceToken('gone'),
			state: { kind: 'unregistered', sinceMs: 1 },
		});
		const later = simulator.devices.add({ token: deviceToken('later'), rateLimited: 'always' });
		const failed = deviceToken('failed');
		const { execution } = await call(
			'split',
			{ splitOutputs: true, options: tuned({ maxAttempts: 1 }) },
			[failed, later, gone, sent],
		);
		expect(
			[0, 1, 2, 3].map((output) => execution.json(SEND, output).map((item) => item.deviceToken)),
		).toEqual([[sent], [gone], [later], [failed]]);
	});

	test('stopping the execution stops the worker’s sending within a second', async () => {
		const tokens = simulator.devices.addMany(20_000, {}, 'stopped');
		const workflowId = await publish(
			'stopped',
			{ options: tuned({ maxPerSecond: 1000 }) },
			'onReceived',
		);
		await main.postWebhook('stopped', { tokens });
		await until('The first 500 notifications', 60_000, () =>
			simulator.ledger.accepted > 500 ? true : undefined,
		);
		const [executionId = ''] = await main.executionIds(workflowId);

		await main.stopExecution(executionId);

		await wait(1000);
		const { accepted } = simulator.ledger;
		await wait(2000);
		expect(simulator.ledger.accepted).toBe(accepted);
		expect(accepted).toBeLessThan(tokens.length / 2);
		expect((await main.waitForExecution(executionId)).status).toBe('canceled');
	});

	/** Calls a webhook whose workflow sends to the tokens of its body, and waits for the execution. */
	async function call(path: string, parameters: INodeParameters, tokens: readonly string[]) {
		const workflowId = await publish(path, parameters, 'lastNode');
		const { body: answer } = await main.postWebhook(path, { tokens: [...tokens] });
		const [executionId = ''] = await main.executionIds(workflowId);
		return { answer, execution: await main.waitForExecution(executionId) };
	}

	/** Webhook → our node, in bulk. */
	async function publish(path: string, parameters: INodeParameters, responseMode: string) {
		const webhook = { path, httpMethod: 'POST', responseMode, responseData: 'allEntries' };
		const workflow = {
			name: path,
			nodes: [
				{ ...workflowNode('Webhook', 'n8n-nodes-base.webhook', 2, webhook), webhookId: path },
				workflowNode(SEND, 'n8n-nodes-apns.apns', 1, {
					operation: 'bulk',
					tokenSource: 'list',
					deviceTokens: '={{ $json.body.tokens }}',
					title: 'Hello',
					...parameters,
				}),
			],
			connections: { Webhook: leadingTo(SEND) },
			settings: { executionOrder: 'v1' },
		};
		const workflowId = await main.importWorkflow(workflow, credential);
		await main.publish(workflowId);
		return workflowId;
	}
});
