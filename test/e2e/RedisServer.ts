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
	readonly #process: OwnedProcess;
	readonly #folder: string;

	private constructor(port: number, process: OwnedProcess, folder: string) {
		this.#port = port;
		this.#process = process;
		this.#folder = folder;
	}

	/** Starts one on a free port and waits until it listens. */
	static async start(): Promise<RedisServer> {
		if (EXECUTABLE === undefined) throw new Error('There is no redis-server on the PATH.');
		const port = await freePort();
		const folder = temporaryFolder('redis');
		const address = ['--bind', '127.0.0.1', '--port', String(port)];
		const nothingKept = ['--save', '', '--appendonly', 'no', '--dir', folder];
		const process = await OwnedProcess.start(
			EXECUTABLE,
			[...address, ...nothingKept],
			'Ready to accept connections',
		);
		return new RedisServer(port, process, folder);
	}

	/** The environment variables that n8n needs to hand its executions to workers through it. */
	get n8nEnvironment(): Record<string, string> {
		return {
			EXECUTIONS_MODE: 'queue',
			QUEUE_BULL_REDIS_HOST: '127.0.0.1',
			QUEUE_BULL_REDIS_PORT: String(this.#port),
		};
	}

	/** Ends it. */
	async stop(): Promise<void> {
		await this.#process.stop();
		rmSync(this.#folder, { recursive: true, force: true });
	}
}
