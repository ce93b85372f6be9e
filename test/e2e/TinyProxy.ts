import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { executableOf, needs } from '../setup/needs.ts';
import { temporaryFolder } from '../setup/temporaryFolder.mjs';
import { freePort } from './freePort.ts';
import { OwnedProcess } from './OwnedProcess.ts';

const EXECUTABLE = executableOf('tinyproxy');

/** For suites that need tinyproxy. */
export const NEEDS_TINYPROXY = needs('tinyproxy');

/** A proxy on this machine that requires user name and password, as in many networks. */
export class TinyProxy {
	/** Where it answers, without user name and password. */
	readonly address: string;
	readonly #process: OwnedProcess;
	readonly #folder: string;

	private constructor(port: number, process: OwnedProcess, folder: string) {
		this.address = `http://127.0.0.1:${port}`;
		this.#process = process;
		this.#folder = folder;
	}

	/**
	 * Starts one on a free port and waits until it listens. Only for suites that say NEEDS_TINYPROXY.
	 *
	 * @param password letters and digits: its configuration has no quotes
	 */
	static async start(user: string, password: string): Promise<TinyProxy> {
		if (EXECUTABLE === undefined) throw new Error('There is no tinyproxy on the PATH.');
		const port = await freePort();
		const folder = temporaryFolder('tinyproxy');
		const file = join(folder, 'tinyproxy.conf');
		const settings = [
			`Port ${port}`,
			'Listen 127.0.0.1',
			'Timeout 600',
			'MaxClients 50',
			'LogLevel Info',
			`BasicAuth ${user} ${password}`,
		];
		writeFileSync(file, `${settings.join('\n')}\n`);
		const process = await OwnedProcess.start(
			EXECUTABLE,
			['-d', '-c', file],
			'Accepting connections',
		);
		return new TinyProxy(port, process, folder);
	}

	/** The URL that a user enters as the proxy. */
	url(user: string, password: string): string {
		return this.address.replace('//', `//${user}:${password}@`);
	}

	/** Host and port of every CONNECT request that it received. */
	get connects(): string[] {
		return [...this.#process.log.matchAll(/: CONNECT (\S+) HTTP/g)].map(([, to = '']) => to);
	}

	/** Ends it. */
	async stop(): Promise<void> {
		await this.#process.stop();
		rmSync(this.#folder, { recursive: true, force: true });
	}
}
