import type { ICredentialDataDecryptedObject, INodeParameters } from 'n8n-workflow';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ApnsSimulator } from '../simulator/ApnsSimulator.ts';
import { N8nServer } from './N8nServer.ts';
import type { ResultItem } from './ResultItem.ts';
import { CREDENTIAL_TYPE, simulatorCredential } from './simulatorCredential.ts';
import { NEEDS_TINYPROXY, TinyProxy } from './TinyProxy.ts';
import { SEND, sendWorkflow, START } from './workflows.ts';

const USER = 'n8n';
const PASSWORD = 's3cretWord';
const SEND_ONE = {
	deviceToken: '={{ $json.deviceToken }}',
	title: 'Hello',
	simplify: false,
};
const HEALTH = { resource: 'connection', operation: 'health' };

describe('an n8n that leaves its network by a proxy only', NEEDS_TINYPROXY, () => {
	let tinyproxy: TinyProxy;
	let simulator: ApnsSimulator;
	let token: string;
	let n8n: N8nServer;

	beforeAll(async () => {
		simulator = await ApnsSimulator.start();
		[token = ''] = simulator.devices.addMany(1);
		tinyproxy = await TinyProxy.start(USER, PASSWORD);
		n8n = await N8nServer.start({
			environment: {
				HTTPS_PROXY: tinyproxy.url(USER, PASSWORD),
				NO_PROXY: 'localhost',
				N8N_LOG_LEVEL: 'debug',
				N8N_SSRF_PROTECTION_ENABLED: 'true',
				N8N_SSRF_ALLOWED_IP_RANGES: '127.0.0.1/32',
			},
		});
	});

	afterAll(async () => {
		await n8n?.stop();
		await tinyproxy?.stop();
		await simulator?.stop();
	});

	async function run(
		parameters: INodeParameters,
		data: ICredentialDataDecryptedObject = {},
	): Promise<ResultItem[]> {
		const fields = { ...simulatorCredential(simulator), ...data };
		const credential = await n8n.createCredential('Simulator', CREDENTIAL_TYPE, fields);
		const workflow = sendWorkflow('Through the proxy', [token], parameters);
		const workflowId = await n8n.importWorkflow(workflow, credential);
		const execution = await n8n.waitForExecution(await n8n.runManually(workflowId, START));
		return execution.json<ResultItem>(SEND);
	}

	test('sends through it, tests a credential through it, and Check Health says which it is', async () => {
		const { host } = new URL(simulator.baseUrl);
		expect(await run(SEND_ONE)).toMatchObject([{ errorCode: 'SUCCESS' }]);
		expect(await run(HEALTH)).toMatchObject([{ status: 'healthy', proxy: tinyproxy.address }]);
		const data = simulatorCredential(simulator);
		const credential = await n8n.createCredential('Tested', CREDENTIAL_TYPE, data);
		expect(await n8n.testCredential(credential, data)).toMatchObject({ status: 'OK' });
		expect(tinyproxy.connects).toEqual([host, host, host]);
	});

	test('goes past it to what NO_PROXY names', async () => {
		const before = tinyproxy.connects.length;
		const baseUrl = simulator.baseUrl.replace('127.0.0.1', 'localhost');
		expect(await run(HEALTH, { baseUrl })).toMatchObject([{ status: 'healthy', proxy: null }]);
		expect(tinyproxy.connects).toHaveLength(before);
	});

	test('is told what is wrong with the proxy of a credential, and where', async () => {
		const proxy = tinyproxy.url(USER, 'wrongPassword');
		expect(await run(SEND_ONE, { proxy })).toMatchObject([
			{
				errorCode: 'NETWORK_ERROR',
				outcome: 'notSent',
				message: expect.stringContaining("'Proxy' of the credential"),
			},
		]);
	});

	test('obeys n8n’s protection against server-side request forgery', async () => {
		const before = tinyproxy.connects.length;
		const forbidden = { baseUrl: 'https://10.1.2.3:2197' };
		expect(await run(HEALTH, forbidden)).toMatchObject([
			{ status: 'unhealthy', message: expect.stringContaining('forbids connections to 10.1.2.3') },
		]);
		expect(tinyproxy.connects).toHaveLength(before);
	});

	test('has no password of a proxy in its log but for what n8n itself writes at its start', () => {
		const lines = n8n.log
			.split('\n')
			.filter((line) => !line.includes('Installing global HTTP proxy'));
		const log = lines.join('\n');
		expect(log).toContain('APNs: Notifications: 1 accepted');
		// Not `not.toContain`: it would print the whole log.
		for (const password of [PASSWORD, 'wrongPassword']) expect(log.includes(password)).toBe(false);
	});
});
