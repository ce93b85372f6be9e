/** The parts of Node's `process` that say how long n8n has to shut down. */
export type Program = Pick<NodeJS.Process, 'argv' | 'env'>;

/** n8n's own (@n8n/config 2.41, generic.config and scaling-mode.config). */
const DEFAULT_SECONDS = 30;

/** A timer of Node.js cannot be longer. */
const MAX_SECONDS = 2_147_483;

/**
 * How many seconds n8n waits for its executions before it ends with them, read as n8n reads it (commands/worker and
 * @n8n/config 2.41). In a worker, the deprecated variable comes first.
 */
export function shutdownTimeoutSeconds({ argv, env }: Program): number {
	const ofWorkers = argv[2] === 'worker' ? env['QUEUE_WORKER_TIMEOUT'] : undefined;
	if (ofWorkers) {
		const seconds = Number(ofWorkers);
		return Number.isInteger(seconds) && seconds > 0 ? limited(seconds) : DEFAULT_SECONDS;
	}
	const value = env['N8N_GRACEFUL_SHUTDOWN_TIMEOUT']?.trim();
	const seconds = value ? Number(value) : NaN;
	return Number.isNaN(seconds) ? DEFAULT_SECONDS : limited(seconds);
}

function limited(seconds: number): number {
	return Math.min(Math.max(seconds, 0), MAX_SECONDS);
}
