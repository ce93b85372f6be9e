import { spawn, type ChildProcess } from 'node:child_process';
import { until } from './until.ts';

const START_TIMEOUT_MS = 10_000;

/**
 * The shell's stdin is a pipe from whoever started it: when that process ends, for whatever reason, the program
 * ends too.
 */
const END_WITH_OWNER = '"$0" "$@" & read -r _; kill -9 $!; wait';

/** A system program that runs for a test and ends with it. */
export class OwnedProcess {
	readonly #child: ChildProcess;
	/** Everything that it has written. */
	log = '';

	private constructor(executable: string, args: readonly string[]) {
		this.#child = spawn('sh', ['-c', END_WITH_OWNER, executable, ...args]);
		for (const stream of [this.#child.stdout, this.#child.stderr]) {
			stream?.setEncoding('utf8').on('data', (text: string) => {
				this.log += text;
			});
		}
	}

	/** Starts it and waits until it has written that it is ready. */
	static async start(
		executable: string,
		args: readonly string[],
		readyText: string,
	): Promise<OwnedProcess> {
		const owned = new OwnedProcess(executable, args);
		try {
			await until(`${executable} being ready`, START_TIMEOUT_MS, () =>
				owned.log.includes(readyText) ? true : undefined,
			);
			return owned;
		} catch (error) {
			await owned.stop();
			throw new Error(owned.log, { cause: error });
		}
	}

	/** Ends it. */
	async stop(): Promise<void> {
		const ended = new Promise((resolve) => this.#child.once('close', resolve));
		this.#child.stdin?.end();
		await ended;
	}
}
