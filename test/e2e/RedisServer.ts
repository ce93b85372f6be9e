import { rmSync } from 'node:fs';
import { executableOf, needs } from '../setup/needs.ts';
import { temporaryFolder } from '../setup/temporaryFolder.mjs';
import { freePort } from './freePort.ts';
import { OwnedProcess } from './OwnedProcess.ts';

const EXECUTABLE = executableOf('redis-server');

/** For suites that need Redis. */
export const NEEDS_REDIS = needs('redis-server');

/** A separate Redis on this machine that stores nothing: n8n's queue mode needs one. */
export class RedisServer {
	readonly #port: number;
	readonly #folder: string;
	#process: OwnedProcess;

	private constructor(port: number, folder: string, process: OwnedProcess) {
		this.#port = port;
		this.#folder = folder;
		this.#process = process;
	}

	/** Starts one on a free port and waits until it listens. */
	static async start(): Promise<RedisServer> {
		const port = await freePort();
		const folder = temporaryFolder('redis');
		return new RedisServer(port, folder, await run(port, folder));
	}

	/** The environment variables that n8n needs to hand its executions to workers through it. */
	get n8nEnvironment(): Record<string, string> {
		return {
			EXECUTIONS_MODE: 'queue',
			QUEUE_BULL_REDIS_HOST: '127.0.0.1',
			QUEUE_BULL_REDIS_PORT: String(this.#port),
		};
	}

	/** Ends it and starts an empty one in its place: n8n's jobs are lost. */
	async restart(): Promise<void> {
		await this.#process.stop();
		this.#process = await run(this.#port, this.#folder);
	}

	/** Ends it. */
	async stop(): Promise<void> {
		await this.#process.stop();
		rmSync(this.#folder, { recursive: true, force: true });
	}
}

async function run(port: number, folder: string): Promise<OwnedProcess> {
	if (EXECUTABLE === undefined) throw new Error('There is no redis-server on the PATH.');
	const address = ['--bind', '127.0.0.1', '--port', String(port)];
	const nothingKept = ['--save', '', '--appendonly', 'no', '--dir', folder];
	return await OwnedProcess.start(
		EXECUTABLE,
		[...address, ...nothingKept],
		'Ready to accept connections',
	);
}
