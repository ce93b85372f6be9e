import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { n8nNode } from '../setup/environment.ts';
import { n8nEnvironment, type Environment } from './n8nEnvironment.ts';
import { freePort } from './freePort.ts';
import { n8nPackageFolder } from './installedN8n.ts';
import { until } from './until.ts';

const START_TIMEOUT_MS = 240_000;
const WORKER_TIMEOUT_MS = 60_000;
const STOP_TIMEOUT_MS = 15_000;
const SHOWN_LOG_CHARACTERS = 4_000;

/** One running n8n: `n8n start`, or another command of it such as `n8n worker`. */
export class N8nProcess {
	readonly #child: ChildProcess;
	#log = '';
	#ended = false;

	private constructor(args: string[], environment: Environment) {
		const n8n = join(n8nPackageFolder(), 'bin', 'n8n');
		const endWithOwner = join(import.meta.dirname, 'endWithOwner.cjs');
		// n8n starts a process of its own for Code nodes. As a separate process group, they can be ended together
		// in any state of n8n.
		this.#child = spawn(n8nNode, ['--require', endWithOwner, n8n, ...args], {
			env: environment,
			detached: true,
			stdio: ['pipe', 'pipe', 'pipe'],
		});
		for (const stream of [this.#child.stdout, this.#child.stderr]) {
			stream?.setEncoding('utf8').on('data', (text: string) => {
				this.#log += text;
			});
		}
		this.#child.once('error', (error) => {
			this.#log += String(error);
			this.#ended = true;
		});
		this.#child.once('close', () => {
			this.#ended = true;
		});
	}

	/**
	 * Starts `n8n start` and waits until it answers.
	 *
	 * @param port any free one if omitted
	 * @returns the process, and the address of its editor, REST API and webhooks
	 */
	static async startServer(
		userFolder: string,
		environment: Environment = {},
		port?: number,
	): Promise<{ process: N8nProcess; url: string }> {
		port ??= await freePort();
		const url = `http://127.0.0.1:${port}`;
		const started = await N8nProcess.start(['start'], userFolder, {
			N8N_PORT: String(port),
			N8N_EDITOR_BASE_URL: url,
			...environment,
		});
		try {
			await until('n8n answering', START_TIMEOUT_MS, () => started.#readyAt(url));
		} catch (error) {
			await started.stop();
			throw error;
		}
		return { process: started, url };
	}

	/** Starts a worker of an n8n in queue mode, with its data folder, and waits until it takes executions. */
	static async startWorker(userFolder: string, environment: Environment): Promise<N8nProcess> {
		const worker = await N8nProcess.start(['worker', '--concurrency=5'], userFolder, environment);
		await until('The worker being ready', WORKER_TIMEOUT_MS, () =>
			worker.log.includes('worker is now ready') ? true : undefined,
		);
		return worker;
	}

	/** Starts any command of n8n and does not wait for it. */
	static async start(
		args: string[],
		userFolder: string,
		environment: Environment = {},
	): Promise<N8nProcess> {
		const ports = { N8N_RUNNERS_BROKER_PORT: String(await freePort()) };
		return new N8nProcess(args, n8nEnvironment(userFolder, { ...ports, ...environment }));
	}

	/** Its process ID, which is also that of its process group. */
	get pid(): number {
		return this.#child.pid ?? 0;
	}

	/** Everything that it has written to stdout and stderr. */
	get log(): string {
		return this.#log;
	}

	/** Ends it as a crash or a power failure would. */
	async kill(): Promise<void> {
		this.#killGroup();
		await until('n8n ending', STOP_TIMEOUT_MS, () => this.#ended || undefined);
	}

	/** Asks it to end; if it does not, ends it and everything that it has started. */
	async stop(): Promise<void> {
		try {
			if (!this.#ended) this.#child.kill('SIGTERM');
			await until('n8n ending', STOP_TIMEOUT_MS, () => this.#ended || undefined).catch(() => {});
		} finally {
			this.#killGroup();
		}
	}

	async #readyAt(url: string): Promise<true | undefined> {
		if (this.#ended) {
			throw new Error(`n8n ended while starting:\n${this.#log.slice(-SHOWN_LOG_CHARACTERS)}`);
		}
		try {
			// n8n 1.x says that it is ready before its REST API answers.
			for (const path of ['/healthz/readiness', '/rest/settings']) {
				if (!(await fetch(url + path)).ok) return undefined;
			}
			return true;
		} catch {
			return undefined;
		}
	}

	#killGroup(): void {
		const { pid } = this.#child;
		if (pid === undefined) return;
		try {
			process.kill(-pid, 'SIGKILL');
		} catch {
			// The group has already ended.
		}
	}
}
