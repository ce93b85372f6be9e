import type { IDataObject } from 'n8n-workflow';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { channelId } from '../../simulator/ChannelRegistry.ts';
import { broadcastRemarks } from '../../simulator/remarks/payloadRemarks.ts';
import type { WebhookAnswer } from '../N8nServer.ts';
import type { StageParts } from '../demo/Stage.ts';
import { latestExecution } from './latestExecution.ts';
import { nodeOf, readExample } from './readExample.ts';

const HEADER = 'x-match-key';
const SECRET = 'shared secret';
const DELETION_TIMEOUT_MS = 20_000;

/** The Live Activity over a channel, from its start until the channel is deleted. */
export function liveActivityChannel(stage: () => StageParts): void {
	describe('Live Activity over a channel', () => {
		let workflowId: string;

		beforeAll(async () => {
			const { n8n, credential } = stage();
			const data = { name: HEADER, value: SECRET };
			const header = await n8n.createCredential('Match system', 'httpHeaderAuth', data);
			const example = readExample('live-activity-channel');
			Object.assign(nodeOf(example, 'For Those Who Were Offline').parameters, {
				amount: 1,
				unit: 'seconds',
			});
			workflowId = await n8n.importWorkflow(example, credential, header);
			await n8n.publish(workflowId);
		});

		afterAll(async () => {
			if (workflowId) await stage().n8n.unpublish(workflowId);
		});

		beforeEach(() => {
			stage().simulator.ledger.clear();
		});

		test('a match: a channel is made, goals are broadcast, it ends, and the channel is deleted', async () => {
			const { channels, ledger } = stage().simulator;
			const made = await tell({ event: 'kickoff' });
			expect(made.status).toBe(201);
			const [id = ''] = channels.ids();
			expect(made.body).toMatchObject({ channelId: id, messageStoragePolicy: 1 });
			const about = { channelId: id };

			const quiet = await tell({ event: 'score', ...about, home: 0, away: 0, minute: 5 });
			expect(quiet).toMatchObject({ status: 200, body: { channelId: id, errorCode: 'SUCCESS' } });
			const goal = { home: 1, away: 0, minute: 31 };
			await tell({ event: 'score', ...about, ...goal, scorer: 'Anna' });
			const result = { home: 1, away: 0, minute: 90 };
			expect((await tell({ event: 'final', ...about, ...result })).status).toBe(200);

			const sent = ledger.broadcasts.map(({ payload, priority, expiration }) => ({
				...(JSON.parse(payload) as { aps: IDataObject }).aps,
				priority,
				isStored: expiration > Date.now() / 1000 + 7 * 3600,
			}));
			const common = { timestamp: expect.any(Number), isStored: true };
			expect(sent).toEqual([
				{
					...{ event: 'update', 'content-state': { home: 0, away: 0, minute: 5 } },
					...{ ...common, priority: 5 },
				},
				{
					...{ event: 'update', 'content-state': goal },
					alert: { title: 'Goal!', body: 'Anna makes it 1 : 0', sound: 'default' },
					...{ ...common, priority: 10 },
				},
				{
					...{ event: 'end', 'content-state': result, 'dismissal-date': expect.any(Number) },
					...{ ...common, priority: 10 },
				},
			]);
			expect(ledger.broadcasts.flatMap(broadcastRemarks)).toEqual([]);
			await expect.poll(() => channels.ids(), { timeout: DELETION_TIMEOUT_MS }).toEqual([]);
		});

		test('a channel that is not there: 422, with what is wrong', async () => {
			for (const event of ['score', 'final']) {
				const answer = await tell({ event, channelId: channelId('never made'), home: 1, away: 1 });
				expect(answer).toMatchObject({
					status: 422,
					body: { errorCode: 'NOT_FOUND', success: false },
				});
			}
		});

		test('too many broadcasts: 503 and Retry-After', async () => {
			const { channels, faults } = stage().simulator;
			const fault = { kind: 'answer', status: 429, reason: 'TooManyRequests' } as const;
			faults.add({ ...fault, headers: { 'retry-after': '77' }, at: { service: 'broadcast' } });
			const id = channels.add();
			const answer = await tell({ event: 'score', channelId: id, home: 1, away: 1, minute: 9 });
			faults.clear();
			channels.delete(id);
			expect(answer).toMatchObject({ status: 503, body: { errorCode: 'TOO_MANY_REQUESTS' } });
			expect(answer.headers.get('retry-after')).toBe('77');
		});

		test('a channel that cannot be made: 502 with what Apple says, and n8n lists a failed execution', async () => {
			const { channels } = stage().simulator;
			channels.setCapability(false);
			const answer = await tell({ event: 'kickoff' });
			channels.setCapability(true);
			expect(answer).toMatchObject({
				status: 502,
				body: {
					message: expect.stringContaining('Broadcast Capability'),
					errorCode: 'BAD_REQUEST',
					reason: 'BroadcastFeatureNotEnabled',
					outcome: 'rejected',
				},
			});
			expect(channels.ids()).toEqual([]);
			await expectFailedExecution('Broadcast Capability');
		});

		test.each(['kickoff', 'score', 'final'])(
			'a refused key at the event %s: 502, and n8n lists a failed execution',
			async (event) => {
				const { channels, faults } = stage().simulator;
				const id = channels.add();
				faults.add({ kind: 'answer', status: 403, reason: 'InvalidProviderToken' });
				const answer = await tell({ event, channelId: id, home: 1, away: 1, minute: 9 });
				faults.clear();
				channels.delete(id);
				expect(answer).toMatchObject({
					status: 502,
					body: {
						errorCode: 'AUTH_FAILED',
						message: expect.stringContaining('InvalidProviderToken'),
					},
				});
				expect(JSON.stringify(answer.body)).not.toContain(SECRET);
				await expectFailedExecution('InvalidProviderToken');
			},
		);

		test.each([['overtime'], [5], [{ name: 'kickoff' }], [null]])(
			'the event %j, which is none: 400',
			async (event) => {
				expect((await tell({ event })).status).toBe(400);
				expect(stage().simulator.ledger.requests).toBe(0);
			},
		);

		test('a caller without the header: 403, and nothing is sent', async () => {
			const { status } = await stage().n8n.postWebhook('live-activity-channel', {
				event: 'kickoff',
			});
			expect(status).toBe(403);
			expect(stage().simulator.ledger.requests).toBe(0);
		});

		async function expectFailedExecution(message: string): Promise<void> {
			// It is listed shortly after its caller has received the response.
			await expect
				.poll(async () => await latestExecution(stage().n8n, workflowId))
				.toMatchObject({ status: 'error', errorMessage: expect.stringContaining(message) });
		}

		async function tell(event: IDataObject): Promise<WebhookAnswer> {
			const headers = { [HEADER]: SECRET };
			return await stage().n8n.postWebhook('live-activity-channel', event, headers);
		}
	});
}
