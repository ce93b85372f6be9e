import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { press } from '../../simulator/phone/press.ts';
import { N8nProcess } from '../N8nProcess.ts';
import { NEEDS_POSTGRES } from '../postgres/needsPostgres.ts';
import { PostgresServer } from '../postgres/PostgresServer.ts';
import { NEEDS_REDIS, RedisServer } from '../RedisServer.ts';
import { NEXT, QuestionStage, RECORDED } from './QuestionStage.ts';

const NEEDS = 'skip' in NEEDS_REDIS ? NEEDS_REDIS : NEEDS_POSTGRES;

describe('a question in queue mode', NEEDS, () => {
	let postgres: PostgresServer;
	let redis: RedisServer;
	let stage: QuestionStage;
	let worker: N8nProcess;

	beforeAll(async () => {
		postgres = await PostgresServer.start();
		redis = await RedisServer.start();
		const environment = {
			...postgres.n8nEnvironment,
			...redis.n8nEnvironment,
			OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
			N8N_LOG_LEVEL: 'info',
		};
		stage = await QuestionStage.start(environment);
		// A worker creates the addresses, so it needs to know the address of n8n.
		worker = await N8nProcess.startWorker(stage.n8n.userFolder, {
			...environment,
			WEBHOOK_URL: stage.n8n.url,
		});
	});

	afterAll(async () => {
		await worker?.stop();
		await stage?.stop();
		await redis?.stop();
		await postgres?.stop();
	});

	test('is asked by a worker, answered through main, and a worker goes on', async () => {
		const { id, tokens, addresses } = await stage.ask({}, 2);
		expect(startsOnWorker(id)).toBe(1);
		const forged = addresses[0]!.decline.replace('approved=false', 'approved=true');
		expect((await press(forged)).status).toBe(401);

		expect(await press(addresses[1]!.approve)).toEqual(RECORDED);
		const execution = await stage.n8n.waitForExecution(id);
		expect(execution.status).toBe('success');
		const data = { approved: true, deviceToken: tokens[1] };
		expect(execution.json(NEXT)).toMatchObject([{ data }]);
		expect(startsOnWorker(id)).toBe(2);
	});

	function startsOnWorker(id: string): number {
		return worker.log.split(`Worker started execution ${id} `).length - 1;
	}
});
