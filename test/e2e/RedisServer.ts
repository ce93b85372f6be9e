import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { temporaryFolder } from '../setup/temporaryFolder.mjs';
import { freePort } from './freePort.ts';
import { until } from './until.ts';

const START_TIMEOUT_MS = 10_000;

/** The shell's stdin is a pipe from whoever started it: when that one is gone, however it ended, so is Redis. */
const END_WITH_OWNER = '"$0" "$@" & read -r _; kill -9 $!; wait';

/** A Redis of our own on this machine, which forgets everything: n8n's queue mode needs one. */
export class RedisServer {
	/** The system's Redis, undefined where there is none. */
	static readonly executable = (process.env['PATH'] ?? '')
		.split(delimiter)
		.map((folder) => join(folder, 'redis-server'))
		.find(existsSync);

	readonly port: number;
	readonly #child: ChildProcess;
	readonly #folder = temporaryFolder('redis');
	#log = '';

	private constructor(executable: string, port: number) {
		this.port = port;
		const address = ['--bind', '127.0.0.1', '--port', String(port)];
		const nothingKept = ['--save', '', '--appendonly', 'no', '--dir', this.#folder];
		this.#child = spawn('sh', ['-c', END_WITH_OWNER, executable, ...address, ...nothingKept]);
		for (const stream of [this.#child.stdout, this.#child.stderr]) {
			stream?.setEncoding('utf8').on('data', (text: string) => {
				this.#log += text;
			});
		}
	}

	/** Starts one on a free port and waits until it listens. */
	static async start(): Promise<RedisServer> {
		const { executable } = RedisServer;
		if (executable === undefined) throw new Error('There is no redis-server on the PATH.');
		const server = new RedisServer(executable, await freePort());
		try {
			await until('Redis listening', START_TIMEOUT_MS, () =>
				server.#log.includes('Ready to accept connections') ? true : undefined,
			);
			return server;
		} catch (error) {
			await server.stop();
			throw new Error(server.#log, { cause: error });
		}
	}

	/** Ends it. */
	async stop(): Promise<void> {
		const ended = new Promise((resolve) => this.#child.once('close', resolve));
		this.#child.stdin?.end();
		await ended;
		rmSync(this.#folder, { recursive: true, force: true });
	}
}
