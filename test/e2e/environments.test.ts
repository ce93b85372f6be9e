import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../setup/temporaryFolder.mjs';
import { ApnsSimulator } from '../simulator/ApnsSimulator.ts';
import { deviceToken } from '../simulator/deviceToken.ts';
import type { Environment } from '../simulator/environment.ts';
import { createIdentity } from '../simulator/identity.ts';
import { N8nServer } from './N8nServer.ts';
import type { ResultItem } from './ResultItem.ts';
import { CREDENTIAL_TYPE } from './simulatorCredential.ts';
import { SEND, sendWorkflow, START } from './workflows.ts';

const HOSTS: Record<Environment, string> = {
	production: 'api.push.apple.com',
	sandbox: 'api.sandbox.push.apple.com',
};
const ENVIRONMENTS = ['production', 'sandbox'] as const;

// A token is good in one environment only; one that both simulators know shows where it was sent.
const KNOWN = deviceToken('known to both');
const UNKNOWN = deviceToken('known to none');
const ONLY_SANDBOX = deviceToken('known to the sandbox');

let simulators: Record<Environment, ApnsSimulator>;
let n8n: N8nServer;

beforeAll(async () => {
	const identity = await createIdentity();
	const [production, sandbox] = await Promise.all(
		ENVIRONMENTS.map((environment) => ApnsSimulator.start({ identity, environment })),
	);
	if (!production || !sandbox) throw new Error('A simulator is missing');
	simulators = { production, sandbox };
	for (const simulator of Object.values(simulators)) simulator.devices.add({ token: KNOWN });
	sandbox.devices.add({ token: ONLY_SANDBOX });

	const caFile = join(temporaryFolder('ca'), 'ca.pem');
	writeFileSync(caFile, identity.caCertificate);
	const ports = ENVIRONMENTS.map((name) => [
		HOSTS[name],
		Number(new URL(simulators[name].baseUrl).port),
	]);
	n8n = await N8nServer.start({
		environment: {
			NODE_OPTIONS: `--require ${join(import.meta.dirname, 'redirectApple.cjs')}`,
			NODE_EXTRA_CA_CERTS: caFile,
			APNS_TEST_PORTS: JSON.stringify(Object.fromEntries(ports)),
		},
	});
});

afterAll(async () => {
	await n8n?.stop();
	await Promise.all(Object.values(simulators ?? {}).map((simulator) => simulator.stop()));
});

describe.each(ENVIRONMENTS)('the same workflow with a credential for %s', (environment) => {
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
