import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { fromEnvironment } from '../../setup/environment.ts';
import { temporaryFolder } from '../../setup/temporaryFolder.mjs';
import { freePort } from '../freePort.ts';
import { until } from '../until.ts';
import { HOW_TO_GET_POSTGRES, postgresFolder } from './programs.ts';

const START_TIMEOUT_MS = 30_000;
const HOST = '127.0.0.1';
const USER = 'postgres';
const PASSWORD = 'only-on-this-machine';

/** It must survive a test, not a power failure. */
const FASTER = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'];

/**
 * Runs the server until stdin ends: when `stop` closes it, or when the process that started it ends for any
 * reason. SIGINT is PostgreSQL's fast shutdown.
 */
const UNTIL_STDIN_ENDS = '"$@" & cat >/dev/null; kill -INT $!; wait';

/** The part of the `pg` package that is used here; n8n brings the package. */
interface Client {
	connect(): Promise<void>;
	query(text: string, values?: unknown[]): Promise<{ rows: object[] }>;
	end(): Promise<void>;
}

/** A real, empty PostgreSQL on a free port. */
export class PostgresServer {
	readonly #run: () => ChildProcess;
	readonly #folder: string;
	readonly #port: number;
	#process: ChildProcess | undefined;

	private constructor(run: () => ChildProcess, folder: string, port: number) {
		this.#run = run;
		this.#folder = folder;
		this.#port = port;
	}

	/** Starts it; takes some 3 seconds. */
	static async start(): Promise<PostgresServer> {
		const programs = postgresFolder();
		if (programs === undefined) throw new Error(HOW_TO_GET_POSTGRES);
		const folder = temporaryFolder('postgres');
		try {
			const owner = await unprivilegedOwner();
			const data = join(folder, 'data');
			const passwordFile = join(folder, 'password');
			mkdirSync(data);
			writeFileSync(passwordFile, PASSWORD);
			if (owner) for (const path of [folder, data, passwordFile]) chown(path, owner);
			const options = { ...owner, cwd: folder, env: environment() };

			const initialize = [
				...['--pgdata', data, '--username', USER, '--pwfile', passwordFile],
				...['--auth', 'scram-sha-256', '--encoding', 'UTF8', '--locale', 'C', '--no-sync'],
			];
			await promisify(execFile)(join(programs, 'initdb'), initialize, options);

			const port = await freePort();
			const settings = [...FASTER, `listen_addresses=${HOST}`, 'unix_socket_directories='];
			const server = [
				join(programs, 'postgres'),
				...['-D', data, '-p', String(port)],
				...settings.flatMap((setting) => ['-c', setting]),
			];
			const run = () =>
				spawn('sh', ['-c', UNTIL_STDIN_ENDS, 'sh', ...server], {
					...options,
					stdio: ['pipe', 'ignore', 'pipe'],
				});
			const started = new PostgresServer(run, folder, port);
			await started.#start();
			return started;
		} catch (error) {
			rmSync(folder, { recursive: true, force: true });
			throw error;
		}
	}

	async #start(): Promise<void> {
		const child = this.#run();
		this.#process = child;
		let log = '';
		child.stderr?.setEncoding('utf8').on('data', (text: string) => {
			log += text;
		});
		child.once('close', () => {
			this.#process = undefined;
		});
		try {
			await until('PostgreSQL answering', START_TIMEOUT_MS, () => this.#answers());
		} catch (error) {
			await this.#end();
			throw new Error(log || String(error), { cause: error });
		}
	}

	/** The ID of the process that has started it; the processes of the server are its descendants. */
	get pid(): number {
		return this.#process?.pid ?? 0;
	}

	/** The fields of n8n's Postgres credential to use it. */
	get credential(): ICredentialDataDecryptedObject {
		return {
			host: HOST,
			port: this.#port,
			database: USER,
			user: USER,
			password: PASSWORD,
			ssl: 'disable',
		};
	}

	/** The environment variables that n8n needs to store its own data in it. */
	get n8nEnvironment(): Record<string, string> {
		return {
			DB_TYPE: 'postgresdb',
			DB_POSTGRESDB_HOST: HOST,
			DB_POSTGRESDB_PORT: String(this.#port),
			DB_POSTGRESDB_DATABASE: USER,
			DB_POSTGRESDB_USER: USER,
			DB_POSTGRESDB_PASSWORD: PASSWORD,
		};
	}

	/** The rows of one statement. Without values, the text may contain several statements. */
	async query<Row extends object>(text: string, values?: unknown[]): Promise<Row[]> {
		const client = await this.#connect();
		try {
			return (await client.query(text, values)).rows as Row[];
		} finally {
			await client.end();
		}
	}

	/** Ends it, which breaks all connections, and starts it again with its data. */
	async restart(): Promise<void> {
		await this.#end();
		await this.#start();
	}

	async #end(): Promise<void> {
		const child = this.#process;
		if (child === undefined) return;
		const closed = once(child, 'close');
		child.stdin?.end();
		await closed;
	}

	/** Ends it and removes its data. */
	async stop(): Promise<void> {
		await this.#end();
		rmSync(this.#folder, { recursive: true, force: true });
	}

	async #answers(): Promise<true | undefined> {
		try {
			await this.query('SELECT 1');
			return true;
		} catch {
			return undefined;
		}
	}

	async #connect(): Promise<Client> {
		const require = createRequire(join(fromEnvironment('N8N_FOLDER'), 'package.json'));
		const { Client } = require('pg') as { Client: new (options: object) => Client };
		const { host, port, database, user, password } = this.credential;
		const client = new Client({ host, port, database, user, password });
		await client.connect();
		return client;
	}
}

interface Owner {
	uid: number;
	gid: number;
}

/** PostgreSQL refuses to run as root and is run as `nobody` in that case. */
async function unprivilegedOwner(): Promise<Owner | undefined> {
	if (process.getuid?.() !== 0) return undefined;
	const id = async (option: string) =>
		Number((await promisify(execFile)('id', [option, 'nobody'])).stdout);
	return { uid: await id('-u'), gid: await id('-g') };
}

function chown(path: string, { uid, gid }: Owner): void {
	chownSync(path, uid, gid);
}

/** Without the settings of the user's own PostgreSQL (PGDATA, PGPORT …). */
function environment(): NodeJS.ProcessEnv {
	return { PATH: process.env['PATH'] };
}
