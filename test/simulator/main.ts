import { parseArgs } from 'node:util';
import { ApnsSimulator } from './ApnsSimulator.ts';
import { writeClientCertificate } from './cli/clientCertificateFile.ts';
import { addSampleChannels } from './cli/sampleChannels.ts';
import { addSampleDevices } from './cli/sampleDevices.ts';
import { Keyboard } from './cli/Keyboard.ts';
import { HELP, instructions, logLines, timed } from './cli/texts.ts';
import { loadOrCreateIdentity } from './identity.ts';
import { Phone, type Choose } from './phone/Phone.ts';

async function main(): Promise<void> {
	const { values } = parseArgs({
		options: {
			port: { type: 'string', default: '2197' },
			'management-port': { type: 'string', default: '2195' },
			answer: { type: 'string' },
			state: { type: 'string', default: '.simulator' },
			help: { type: 'boolean', default: false },
		},
	});
	if (values.help) {
		process.stdout.write(HELP);
		return;
	}
	let keyboard: Keyboard | undefined;
	const phone = phoneFrom(
		values.answer,
		async (question, asked) => await keyboard?.ask(question, asked),
	);
	const simulator = await ApnsSimulator.start({
		port: portFrom('--port', values.port),
		managementPort: portFrom('--management-port', values['management-port']),
		identity: await loadOrCreateIdentity(values.state),
		phone,
		onRequest: (request) => console.log(logLines(request, Date.now())),
	});
	const stop = () => {
		void simulator.stop();
		keyboard?.close();
	};
	for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop);
	if (values.answer === 'ask') {
		keyboard = new Keyboard({ input: process.stdin, output: process.stdout, onInterrupt: stop });
	}
	const samples = {
		devices: addSampleDevices(simulator, Date.now()),
		channels: addSampleChannels(simulator),
		certificate: await writeClientCertificate(simulator, values.state),
	};
	console.log(instructions(simulator, samples));
}

function phoneFrom(answer: string | undefined, ask: Choose): Phone | undefined {
	if (answer === undefined) return undefined;
	if (answer !== 'approve' && answer !== 'decline' && answer !== 'ask') {
		throw new Error(`--answer must be approve, decline or ask, not "${answer}"`);
	}
	return new Phone({
		answer: answer === 'ask' ? ask : answer,
		tell: (line) => console.log(timed(line, Date.now())),
	});
}

function portFrom(option: string, text: string): number {
	const port = Number(text);
	if (text !== '' && Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
	throw new Error(`${option} must be a number from 0 to 65535, not "${text}"`);
}

function explain(error: unknown): string {
	if (!(error instanceof Error)) return String(error);
	if (!('code' in error)) return error.message;
	if (error.code === 'EADDRINUSE') {
		const port = 'port' in error ? ` ${String(error.port)}` : '';
		return `Port${port} is in use, perhaps by another simulator. Choose others with --port and --management-port.`;
	}
	if (error.code === 'EACCES') return 'You have no permission to use the port or the state folder.';
	return error.message;
}

try {
	await main();
} catch (error) {
	console.error(explain(error));
	process.exitCode = 1;
}
