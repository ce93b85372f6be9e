import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deviceToken } from '../../simulator/deviceToken.ts';
import type { StageParts } from '../demo/Stage.ts';
import type { Execution } from '../Execution.ts';
import { CLOSE_AFTERWARDS } from '../N8nRest.ts';
import { DataTable } from './DataTable.ts';
import { latestExecution } from './latestExecution.ts';
import { readExample } from './readExample.ts';

const SECRET = { 'x-api-key': 'the secret of the server' };
const FORM_LOGIN = { user: 'editor', password: 'the password of the form' };
const AT_ONCE = 20;

/** The number of attempts of the node itself before it returns a token at Retry Later. */
const ATTEMPTS = 3;

/** The device registry: 1,000 devices register, and the form sends to all of them. */
export function deviceRegistry(stage: () => StageParts): void {
	describe('device registry', () => {
		let url: string;
		let workflowId: string;
		let table: DataTable;
		let live: string[];
		let busy: string[];
		let dead: string[];
		let back: string[];

		beforeAll(async () => {
			const { n8n, simulator, credential } = stage();
			url = `${n8n.url}/webhook/device-registry`;
			const header = await n8n.createCredential('Device registry', 'httpHeaderAuth', {
				name: 'x-api-key',
				value: SECRET['x-api-key'],
			});
			const login = await n8n.createCredential('Form', 'httpBasicAuth', FORM_LOGIN);
			const example = readExample('device-registry');
			workflowId = await n8n.importWorkflow(example, credential, header, login);
			table = await DataTable.setUpBy(n8n, workflowId, 'APNs Devices');
			await n8n.publish(workflowId);

			live = simulator.devices.addMany(967, {}, 'registered, live');
			busy = simulator.devices.addMany(2, {}, 'registered, busy');
			dead = simulator.devices.addMany(30, {}, 'registered, dead');
			back = simulator.devices.addMany(1, {}, 'registered again');
			for (const token of busy) {
				simulator.faults.add({
					...{ kind: 'answer', status: 429, reason: 'TooManyRequests' },
					...{ headers: { 'retry-after': '1' }, at: { tokens: [token], times: ATTEMPTS } },
				});
			}
		});

		afterAll(async () => {
			stage().simulator.faults.clear();
			await stage().n8n.unpublish(workflowId);
			await table?.drop();
		});

		test('1,000 devices register, twenty at a time, and each gets one row', async () => {
			const all = everybody();
			const queue = [...all];
			await Promise.all(
				Array.from({ length: AT_ONCE }, async () => {
					for (let token = queue.pop(); token !== undefined; token = queue.pop()) {
						expect(await register(token)).toBe(204);
					}
				}),
			);
			expect(await table.deviceTokens()).toEqual(all.toSorted());
		}, 300_000);

		test('a device that registers twice, in capitals too, has one row', async () => {
			expect(await register(live[0]!)).toBe(204);
			expect(await register(live[0]!.toUpperCase())).toBe(204);
			expect(await table.deviceTokens()).toEqual(everybody().toSorted());
		});

		test.each([
			['no header', {}],
			['a wrong header', { 'x-api-key': 'guessed' }],
		])('%s: 403, and nothing is stored or removed', async (_, headers) => {
			expect(await register(deviceToken('of a stranger'), headers)).toBe(403);
			expect(await remove(live[0]!, headers)).toBe(403);
			expect(await table.deviceTokens()).toEqual(everybody().toSorted());
		});

		test.each(['', 'not a token', 'abcd', 'g'.repeat(64), 7, null])(
			'%j is no device token: 400, and nothing is stored',
			async (text) => {
				expect(await register(text)).toBe(400);
				expect(await table.deviceTokens()).toEqual(everybody().toSorted());
			},
		);

		test('a device that signs out is removed, and only that one', async () => {
			const token = deviceToken('signs out');
			await register(token);
			expect(await table.deviceTokens()).toContain(token);
			expect(await remove(token.toUpperCase())).toBe(204);
			expect(await remove(token)).toBe(204);
			expect(await table.deviceTokens()).toEqual(everybody().toSorted());
		});

		test('the form wants its password', async () => {
			expect((await submit('Basic ' + btoa('editor:guessed'))).status).toBe(401);
		});

		describe('after the form was sent', () => {
			let execution: Execution;

			beforeAll(async () => {
				const { n8n, simulator } = stage();
				// Their apps are removed after they have registered; then one is installed again.
				const state = { kind: 'unregistered', sinceMs: Date.now() } as const;
				for (const token of [...dead, ...back]) simulator.devices.update(token, { state });
				for (const token of back) expect(await register(token)).toBe(204);
				simulator.ledger.clear();
				const { user, password } = FORM_LOGIN;
				const answer = await submit('Basic ' + btoa(`${user}:${password}`));
				expect(answer.status).toBe(200);
				execution = await latestExecution(n8n, workflowId);
			});

			test('it has ended well', () => {
				expect(execution.nodes).toContain('Write to All Devices');
				expect(execution.errorMessage).toBeUndefined();
				expect(execution.status).toBe('success');
			});

			test('each live device got the notification once, a rate-limited one later', () => {
				const { ledger } = stage().simulator;
				expect(ledger.tokens().toSorted()).toEqual([...live, ...busy].toSorted());
				expect(ledger.accepted).toBe(live.length + busy.length);
				for (const { payload } of ledger.entries) {
					expect(JSON.parse(payload)).toEqual({
						aps: { alert: { title: 'Tonight', body: 'We are open until ten.' }, sound: 'default' },
					});
				}
				const sent = execution.runs('Send to All Devices').map(([items]) => items?.length);
				expect(sent).toEqual([live.length, busy.length]);
			});

			test('exactly the dead ones are gone, and the one that registered again is kept', async () => {
				expect(await table.deviceTokens()).toEqual([...live, ...busy, ...back].toSorted());
			});
		});

		function everybody(): string[] {
			return [...live, ...busy, ...dead, ...back];
		}

		async function register(token: unknown, headers: object = SECRET): Promise<number> {
			const response = await fetch(url, {
				method: 'POST',
				headers: { 'content-type': 'application/json', ...CLOSE_AFTERWARDS, ...headers },
				body: JSON.stringify({ deviceToken: token }),
			});
			await response.text();
			return response.status;
		}

		async function remove(token: string, headers: object = SECRET): Promise<number> {
			const response = await fetch(`${url}?deviceToken=${token}`, {
				method: 'DELETE',
				headers: { ...CLOSE_AFTERWARDS, ...headers },
			});
			await response.text();
			return response.status;
		}

		async function submit(authorization: string): Promise<Response> {
			const body = new FormData();
			body.set('field-0', 'Tonight');
			body.set('field-1', 'We are open until ten.');
			return await fetch(`${stage().n8n.url}/form/write-to-all-devices`, {
				method: 'POST',
				headers: { authorization, ...CLOSE_AFTERWARDS },
				body,
			});
		}
	});
}
