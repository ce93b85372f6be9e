import { rmSync } from 'node:fs';
import { temporaryFolder } from '../setup/temporaryFolder.mjs';
import { freePort } from './freePort.ts';
import { executableOf, OwnedProcess } from './OwnedProcess.ts';

/** A Redis of our own on this machine, which forgets everything: n8n's queue mode needs one. */
export class RedisServer {
	/** The system's Redis, undefined where there is none. */
	static readonly executable = executableOf('redis-server');

	readonly port: number;
	readonly #process: OwnedProcess;
	readonly #folder: string;

	private constructor(port: number, process: OwnedProcess, folder: string) {
		this.port = port;
		this.#process = process;
		this.#folder = folder;
	}

	/** Starts one on a free port and waits until it listens. */
	static async start(): Promise<RedisServer> {
		const { executable } = RedisServer;
		if (executable === undefined) throw new Error('There is no redis-server on the PATH.');
		const port = await freePort();
		const folder = temporaryFolder('redis');
		const address = ['--bind', '127.0.0.1', '--port', String(port)];
		const nothingKept = ['--save', '', '--appendonly', 'no', '--dir', folder];
		const process = await OwnedProcess.start(
			executable,
			[...address, ...nothingKept],
			'Ready to accept connections',
		);
		return new RedisServer(port, process, folder);
	}

	/** Ends it. */
	async stop(): Promise<void> {
		await this.#process.stop();
		rmSync(this.#folder, { recursive: true, force: true });
	}
}
