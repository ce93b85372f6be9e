import type { ICredentialDataDecryptedObject, INodeParameters } from 'n8n-workflow';
import { describe, expect, test } from 'vitest';
import {
	CERTIFICATE_CREDENTIAL_TYPE,
	CREDENTIAL_TYPE,
	simulatorCertificate,
	simulatorCredential,
} from '../../e2e/simulatorCredential.ts';
import { DEVICES, SEND, sendWorkflow } from '../../e2e/workflows.ts';
import { channelId } from '../../simulator/ChannelRegistry.ts';
import { deviceToken } from '../../simulator/deviceToken.ts';
import type { CheckStage } from '../CheckStage.ts';

/** One sentence with the Node.js that n8n runs on, the one it needs, and what to do. */
const SENTENCE =
	/^n8n runs on Node\.js \d+\.\d+\.\d+, but the APNs node needs Node\.js 24 or later, or 22\.17 or a later version of 22: update Node\.js or the Docker image of n8n, and restart n8n\.?$/;

const PHONE = deviceToken('phone');
const CHANNEL = channelId('never made');

/** Every operation but Check Health. */
const OPERATIONS: Readonly<Record<string, INodeParameters>> = {
	send: { operation: 'send', deviceToken: PHONE, title: 'Hello' },
	preview: { operation: 'preview', deviceToken: PHONE, title: 'Hello' },
	bulk: { operation: 'bulk', tokenSource: 'inputItems', title: 'Hello' },
	broadcast: {
		operation: 'broadcast',
		channelId: CHANNEL,
		event: 'update',
		contentState: '{"minutes":5}',
	},
	'create a channel': { resource: 'channel', operation: 'create' },
	'get a channel': { resource: 'channel', operation: 'get', channelId: CHANNEL },
	'get many channels': { resource: 'channel', operation: 'getAll', returnAll: true },
	'delete a channel': { resource: 'channel', operation: 'delete', channelId: CHANNEL },
};

/** On an unsupported Node.js, everything says so, and n8n keeps working. */
export function refusal(stage: () => CheckStage): void {
	describe('a Node.js that will not do is told by', () => {
		test('the test of a key', async () => {
			await expectRefusal(CREDENTIAL_TYPE, simulatorCredential(stage().simulator));
		});

		test('the test of a certificate', async () => {
			const { simulator } = stage();
			const certificate = await simulator.createClientCertificate();
			const data = simulatorCertificate(simulator, certificate);
			await expectRefusal(CERTIFICATE_CREDENTIAL_TYPE, data);
		});

		test('Check Health, which blames no credential', async () => {
			const health = { resource: 'connection', operation: 'health' };
			const execution = await stage().run(sendWorkflow('Health', [PHONE], health));
			expect(execution.json(SEND)).toMatchObject([
				{
					status: 'unhealthy',
					message: expect.stringMatching(SENTENCE),
					credentials: { valid: null },
				},
			]);
		});

		test.each(Object.entries(OPERATIONS))('%s, which stops', async (name, parameters) => {
			const { status, data } = await stage().run(sendWorkflow(name, [PHONE], parameters));
			expect(status).toBe('error');
			expect(data.resultData.error).toMatchObject({
				name: 'NodeOperationError',
				message: expect.stringMatching(SENTENCE),
			});
		});

		test.each(Object.entries(OPERATIONS))('%s at the error output', async (name, parameters) => {
			const workflow = sendWorkflow(name, [PHONE], parameters);
			const execution = await stage().run(workflow, { onError: 'continueErrorOutput' });
			expect(execution.status).toBe('success');
			expect(execution.json(SEND, 1)).toEqual([
				{ deviceToken: PHONE, error: expect.stringMatching(SENTENCE) },
			]);
		});
	});

	describe('on a Node.js that will not do', () => {
		test('nothing was connected to', () => {
			expect(stage().simulator.connections.attempts).toBe(0);
		});

		test('other nodes run', async () => {
			const { nodes, ...workflow } = sendWorkflow('Others', [PHONE], {});
			const others = nodes.filter(({ name }) => name !== SEND);
			const execution = await stage().run({
				...workflow,
				nodes: others,
				connections: { ...workflow.connections, [DEVICES]: {} },
			});
			expect(execution.status).toBe('success');
			expect(execution.json(DEVICES)).toEqual([{ deviceToken: PHONE }]);
		});
	});

	async function expectRefusal(type: string, data: ICredentialDataDecryptedObject): Promise<void> {
		const { n8n } = stage();
		const credential = await n8n.createCredential('Tested', type, data);
		expect(await n8n.testCredential(credential, data)).toEqual({
			status: 'Error',
			message: expect.stringMatching(SENTENCE),
		});
	}
}
