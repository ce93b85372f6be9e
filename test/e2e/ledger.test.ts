import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ApnsSimulator } from '../simulator/ApnsSimulator.ts';
import { deviceToken } from '../simulator/deviceToken.ts';
import type { Execution } from './Execution.ts';
import { N8nServer } from './N8nServer.ts';
import type { ResultItem } from './ResultItem.ts';
import { CREDENTIAL_TYPE, simulatorCredential } from './simulatorCredential.ts';
import { SEND, sendWorkflow, START } from './workflows.ts';
import { tuned } from '../engine/testkit/tuned.ts';

const SINCE = '2026-01-31T08:00:00.000Z';

/** One device token for each response of APNs, and the result in n8n. */
const CASES = [
	{ answer: '200', errorCode: 'SUCCESS', outcome: 'accepted', action: 'none', attempts: 1 },
	{
		answer: '400 BadDeviceToken',
		errorCode: 'INVALID_TOKEN',
		outcome: 'rejected',
		action: 'checkToken',
		attempts: 1,
	},
	{
		answer: '403 Forbidden',
		errorCode: 'AUTH_FAILED',
		outcome: 'rejected',
		action: 'fixCredentials',
		attempts: 1,
	},
	{
		answer: '410 Unregistered',
		errorCode: 'UNREGISTERED',
		outcome: 'rejected',
		action: 'removeToken',
		attempts: 1,
	},
	{
		answer: '413 PayloadTooLarge',
		errorCode: 'PAYLOAD_TOO_LARGE',
		outcome: 'rejected',
		action: 'fixNotification',
		attempts: 1,
	},
	{
		answer: '429 TooManyRequests',
		errorCode: 'TOO_MANY_REQUESTS',
		outcome: 'rejected',
		action: 'retryLater',
		attempts: 3,
	},
	{
		answer: '503 ServiceUnavailable',
		errorCode: 'SERVER_ERROR',
		outcome: 'rejected',
		action: 'retryLater',
		attempts: 3,
	},
] as const;

const tokenFor = (answer: string, copy: number) => deviceToken(`${answer} ${copy}`);
const COPIES = [0, 1, 2];
const TOKENS = COPIES.flatMap((copy) => CASES.map(({ answer }) => tokenFor(answer, copy)));

describe.each(['send', 'bulk'])('notification:%s', (operation) => {
	const heard = new Map<string, string[]>();
	let simulator: ApnsSimulator;
	let n8n: N8nServer;
	let execution: Execution;

	beforeAll(async () => {
		simulator = await ApnsSimulator.start({
			onPush: ({ deviceToken: token, answer }) =>
				heard.set(token, [...(heard.get(token) ?? []), answer]),
		});
		arrange(simulator);
		n8n = await N8nServer.start({ environment: { N8N_LOG_LEVEL: 'debug' } });
		const data = simulatorCredential(simulator);
		const credential = await n8n.createCredential('Simulator', CREDENTIAL_TYPE, data);
		const workflow = sendWorkflow('Every answer', TOKENS, {
			operation,
			...(operation === 'send'
				? { deviceToken: '={{ $json.deviceToken }}' }
				: { tokenSource: 'inputItems' }),
			title: 'Hello',
			simplify: false,
			options: tuned({ maxAttempts: 3 }),
		});
		const workflowId = await n8n.importWorkflow(workflow, credential);
		execution = await n8n.waitForExecution(await n8n.runManually(workflowId, START));
	});

	afterAll(async () => {
		await n8n?.stop();
		await simulator?.stop();
	});

	test('one item per device token, in the order of the input and paired with it', () => {
		expect(execution.errorMessage).toBeUndefined();
		expect(execution.status).toBe('success');
		expect(execution.json<ResultItem>(SEND).map((item) => item.deviceToken)).toEqual(TOKENS);
		expect(execution.items(SEND).map((item) => item.pairedItem)).toEqual(
			TOKENS.map((_, index) => ({ item: index })),
		);
	});

	describe.each(CASES)('$answer', ({ answer, ...expected }) => {
		test.each(COPIES)('simulator and n8n agree (device %i)', (copy) => {
			const token = tokenFor(answer, copy);
			const item = execution
				.json<ResultItem>(SEND)
				.find(({ deviceToken: itsToken }) => itsToken === token);
			const [status, reason = null] = answer.split(' ');

			expect(heard.get(token)).toEqual(Array.from({ length: expected.attempts }, () => answer));
			expect(item).toMatchObject({
				...expected,
				success: answer === '200',
				status: Number(status),
				reason,
				timestamp: expected.errorCode === 'UNREGISTERED' ? SINCE : null,
				topic: simulator.identity.bundleId,
				environment: 'custom',
			});
			expect(simulator.ledger.countOf(token)).toBe(answer === '200' ? 1 : 0);
			const entry = simulator.ledger.entries.find((one) => one.deviceToken === token);
			if (answer === '200') expect(item?.apnsId).toBe(entry?.apnsId);
		});
	});

	test('nobody else was sent anything', () => {
		const accepted = COPIES.map((copy) => tokenFor('200', copy));
		expect(simulator.ledger.tokens().sort()).toEqual(accepted.sort());
		expect([...heard.keys()].sort()).toEqual([...TOKENS].sort());
	});

	test('no part of the key and no provider token got into the log or the execution', () => {
		const secret = simulator.identity.privateKey.split('\n')[1] ?? '';
		expect(secret).toHaveLength(64);
		for (const text of [n8n.log, JSON.stringify(execution.data)]) {
			expect(text).not.toContain(secret);
			expect(text).not.toMatch(/bearer |eyJ[\w-]+\.eyJ/);
		}
	});
});

function arrange({ devices, faults }: ApnsSimulator): void {
	for (const copy of COPIES) {
		const token = (answer: string) => tokenFor(answer, copy);
		devices.add({ token: token('200') });
		devices.add({
			token: token('410 Unregistered'),
			state: { kind: 'unregistered', sinceMs: Date.parse(SINCE) },
		});
		devices.add({ token: token('429 TooManyRequests'), rateLimited: 'always' });
	}
	// An unknown token gets 400 BadDeviceToken. The node itself refuses payloads that are too large, and a
	// working simulator has no reason for the other responses.
	for (const answer of ['403 Forbidden', '413 PayloadTooLarge', '503 ServiceUnavailable']) {
		const [status, reason = ''] = answer.split(' ');
		const tokens = COPIES.map((copy) => tokenFor(answer, copy));
		for (const token of tokens) devices.add({ token });
		faults.add({ kind: 'answer', status: Number(status), reason, at: { tokens } });
	}
}
