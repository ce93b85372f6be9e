import { describe, expect, it } from 'vitest';
import { shutdownTimeoutSeconds } from '../../../nodes/Apns/actions/stopping/shutdownTimeout.ts';

const secondsOf = (env: NodeJS.ProcessEnv, command = 'start') =>
	shutdownTimeoutSeconds({ argv: ['node', 'n8n', command], env });

describe('the time that n8n has to shut down', () => {
	it.each<[NodeJS.ProcessEnv, number]>([
		[{}, 30],
		[{ N8N_GRACEFUL_SHUTDOWN_TIMEOUT: '120' }, 120],
		[{ N8N_GRACEFUL_SHUTDOWN_TIMEOUT: ' 12.5 ' }, 12.5],
		[{ N8N_GRACEFUL_SHUTDOWN_TIMEOUT: '0' }, 0],
		[{ N8N_GRACEFUL_SHUTDOWN_TIMEOUT: '-1' }, 0],
		[{ N8N_GRACEFUL_SHUTDOWN_TIMEOUT: '' }, 30],
		[{ N8N_GRACEFUL_SHUTDOWN_TIMEOUT: 'a minute' }, 30],
		[{ N8N_GRACEFUL_SHUTDOWN_TIMEOUT: '99999999' }, 2_147_483],
		[{ QUEUE_WORKER_TIMEOUT: '90' }, 30],
	])('is what n8n makes of %j: %d s', (env, seconds) => {
		expect(secondsOf(env)).toBe(seconds);
	});

	it.each<[NodeJS.ProcessEnv, number]>([
		[{ N8N_GRACEFUL_SHUTDOWN_TIMEOUT: '120' }, 120],
		[{ QUEUE_WORKER_TIMEOUT: '90', N8N_GRACEFUL_SHUTDOWN_TIMEOUT: '120' }, 90],
		[{ QUEUE_WORKER_TIMEOUT: '1.5', N8N_GRACEFUL_SHUTDOWN_TIMEOUT: '120' }, 30],
		[{ QUEUE_WORKER_TIMEOUT: '', N8N_GRACEFUL_SHUTDOWN_TIMEOUT: '120' }, 120],
	])('is what a worker makes of %j: %d s', (env, seconds) => {
		expect(secondsOf(env, 'worker')).toBe(seconds);
	});
});
