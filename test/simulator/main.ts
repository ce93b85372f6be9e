import { parseArgs } from 'node:util';
import { ApnsSimulator } from './ApnsSimulator.ts';
import { addSampleDevices } from './cli/sampleDevices.ts';
import { HELP, instructions, logLine } from './cli/texts.ts';
import { loadOrCreateIdentity } from './identity.ts';

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			port: { type: 'string', default: '2197' },
			state: { type: 'string', default: '.simulator' },
			help: { type: 'boolean', default: false },
		},
	});
	if (values.help) {
		process.stdout.write(HELP);
		return;
	}
	const port = Number(values.port);
	if (!Number.isInteger(port) || port < 0 || port > 65_535) {
		throw new Error(`--port must be a number from 0 to 65535, not "${values.port}"`);
	}
	const simulator = await ApnsSimulator.start({
		port,
		identity: await loadOrCreateIdentity(values.state),
		onPush: (push) => console.log(logLine(push, Date.now())),
	});
	console.log(instructions(simulator, addSampleDevices(simulator, Date.now())));
	for (const signal of ['SIGINT', 'SIGTERM'] as const) {
		process.once(signal, () => void simulator.stop());
	}
}

function explain(error: unknown): string {
	if (!(error instanceof Error)) return String(error);
	if (!('code' in error)) return error.message;
	if (error.code === 'EADDRINUSE') {
		return 'The port is in use, perhaps by another simulator. Choose another one with --port.';
	}
	if (error.code === 'EACCES') return 'The port or the state folder may not be used by you.';
	return error.message;
}

try {
	await main();
} catch (error) {
	console.error(explain(error));
	process.exitCode = 1;
}
