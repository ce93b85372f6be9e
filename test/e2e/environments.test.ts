import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deviceToken } from '../simulator/deviceToken.ts';
import { APPLE_ENVIRONMENTS, N8nWithApple } from './N8nWithApple.ts';
import type { ResultItem } from './ResultItem.ts';
import { CREDENTIAL_TYPE } from './simulatorCredential.ts';
import { SEND, sendWorkflow, START } from './workflows.ts';

// A token is valid in one environment only. A token that both simulators know shows where it was sent.
const KNOWN = deviceToken('known to both');
const UNKNOWN = deviceToken('known to none');
const ONLY_SANDBOX = deviceToken('known to the sandbox');

let apple: N8nWithApple;
let simulators: N8nWithApple['simulators'];
let n8n: N8nWithApple['n8n'];

beforeAll(async () => {
	apple = await N8nWithApple.start();
	({ simulators, n8n } = apple);
	for (const simulator of Object.values(simulators)) simulator.devices.add({ token: KNOWN });
	simulators.sandbox.devices.add({ token: ONLY_SANDBOX });
});

afterAll(async () => await apple?.stop());

describe.each(APPLE_ENVIRONMENTS)('the same workflow with a credential for %s', (environment) => {
	const other = environment === 'production' ? 'sandbox' : 'production';
	let results: ResultItem[];
	let acceptedByOther: number;
	let requestsToOther: number;

	beforeAll(async () => {
		const { teamId, keyId, privateKey, bundleId } = simulators[environment].identity;
		const data = { teamId, keyId, privateKey, bundleId, environment };
		const credential = await n8n.createCredential(environment, CREDENTIAL_TYPE, data);
		expect(await n8n.testCredential(credential, data)).toMatchObject({ status: 'OK' });

		requestsToOther = simulators[other].ledger.requests;
		acceptedByOther = simulators[other].ledger.accepted;
		const workflow = sendWorkflow('Same for both', [KNOWN, UNKNOWN], {
			deviceToken: '={{ $json.deviceToken }}',
			title: 'Hello',
			simplify: false,
		});
		const workflowId = await n8n.importWorkflow(workflow, credential);
		const execution = await n8n.waitForExecution(await n8n.runManually(workflowId, START));
		results = execution.json<ResultItem>(SEND);
	});

	test('the results are the same but for the environment', () => {
		expect(results).toMatchObject([
			{ deviceToken: KNOWN, errorCode: 'SUCCESS', status: 200, environment },
			{ deviceToken: UNKNOWN, errorCode: 'INVALID_TOKEN', status: 400, environment },
		]);
	});

	test('apns-unique-id is given where Apple gives it, in the sandbox', () => {
		const given = environment === 'sandbox' ? expect.any(String) : null;
		expect(results.map((result) => result.apnsUniqueId)).toEqual([given, null]);
	});

	test('the notification is in the ledger of that environment', () => {
		const { ledger } = simulators[environment];
		expect(ledger.countOf(KNOWN)).toBe(1);
		expect(ledger.entries.map(({ apnsId }) => apnsId)).toEqual([results[0]?.apnsId]);
	});

	test('nothing went to the other environment', () => {
		expect(simulators[other].ledger.requests).toBe(requestsToOther);
		expect(simulators[other].ledger.accepted).toBe(acceptedByOther);
	});
});

test('a token of the sandbox in a list for production arrives, and the result says where', async () => {
	const { teamId, keyId, privateKey, bundleId } = simulators.production.identity;
	const data = { teamId, keyId, privateKey, bundleId, environment: 'production' };
	const credential = await n8n.createCredential('Either', CREDENTIAL_TYPE, data);
	const workflow = sendWorkflow('Either', [KNOWN, ONLY_SANDBOX, UNKNOWN], {
		deviceToken: '={{ $json.deviceToken }}',
		title: 'Hello',
		simplify: false,
		options: { onWrongEnvironment: 'tryOther' },
	});
	const workflowId = await n8n.importWorkflow(workflow, credential);
	const execution = await n8n.waitForExecution(await n8n.runManually(workflowId, START));
	expect(execution.json<ResultItem>(SEND)).toMatchObject([
		{ success: true, environment: 'production', attempts: 1 },
		{ success: true, environment: 'sandbox', attempts: 2 },
		{ errorCode: 'INVALID_TOKEN', environment: 'production', attempts: 2 },
	]);
	expect(simulators.sandbox.ledger.countOf(ONLY_SANDBOX)).toBe(1);
});
