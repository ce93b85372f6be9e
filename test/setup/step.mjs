import { spawn } from 'node:child_process';

const PROGRESS_EVERY_MS = 10_000;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const KEPT_OUTPUT_CHARACTERS = 20_000;

/**
 * Runs a long command and prints one line at the start, one every ten seconds, and one at the end. Its
 * output is shown only if it fails. Resolves to its stdout.
 *
 * @param {string} title
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} options
 * @returns {Promise<string>}
 */
export async function step(title, command, args, { cwd, env = process.env } = {}) {
	const startedAt = Date.now();
	const elapsed = () => `${Math.round((Date.now() - startedAt) / 1000)} s`;
	console.log(`· ${title} …`);
	const progress = setInterval(() => console.log(`  ${title}: ${elapsed()}`), PROGRESS_EVERY_MS);
	try {
		const stdout = await run(command, args, { cwd, env });
		console.log(`✓ ${title} (${elapsed()})`);
		return stdout;
	} catch (error) {
		throw new Error(`${title} failed after ${elapsed()}.\n${error.message}`);
	} finally {
		clearInterval(progress);
	}
}

function run(command, args, { cwd, env }) {
	return new Promise((resolve, reject) => {
		const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
		let stdout = '';
		let lastOutput = '';
		const keep = (text) => {
			lastOutput = (lastOutput + text).slice(-KEPT_OUTPUT_CHARACTERS);
		};
		child.stdout.setEncoding('utf8').on('data', (text) => {
			stdout += text;
			keep(text);
		});
		child.stderr.setEncoding('utf8').on('data', keep);
		// A signal sent only to this process would leave the command running.
		const end = (signal) => {
			child.kill(signal);
			process.exit(1);
		};
		for (const signal of SIGNALS) process.once(signal, end);
		child.on('error', (error) =>
			reject(new Error(`${command} could not be started: ${error.message}`)),
		);
		child.on('close', (code, signal) => {
			for (const name of SIGNALS) process.off(name, end);
			if (code === 0) resolve(stdout);
			else
				reject(
					new Error(`${command} ${args.join(' ')} ended with ${signal ?? code}:\n${lastOutput}`),
				);
		});
	});
}
