import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:http2';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { TYPE_SCRIPT_FLAGS } from '../setup/typeScriptFlags.ts';
import { deviceToken } from './deviceToken.ts';
import { signProviderToken } from './testkit/providerToken.ts';
import { WebhookServer } from './testkit/WebhookServer.ts';

/** As `npm run simulator` starts it. */
const MAIN = join(import.meta.dirname, 'main.ts');

/** A simulator started at the command line, and what it has printed so far. */
class Cli {
	text = '';
	readonly process: ChildProcess;

	constructor(...args: string[]) {
		const command = [...TYPE_SCRIPT_FLAGS, MAIN, ...args];
		this.process = spawn(process.execPath, command, { stdio: ['pipe', 'pipe', 'pipe'] });
		for (const stream of [this.process.stdout, this.process.stderr]) {
			stream?.on('data', (chunk) => (this.text += String(chunk)));
		}
		onTestFinished(() => void this.process.kill('SIGKILL'));
	}

	async ended(): Promise<number | null> {
		if (this.process.exitCode === null) await once(this.process, 'close');
		return this.process.exitCode;
	}

	async prints(text: string): Promise<void> {
		await expect.poll(() => this.text, { timeout: 10_000 }).toContain(text);
	}

	line(name: string): string {
		return new RegExp(`^${name}: +(.+)$`, 'm').exec(this.text)?.[1] ?? '';
	}

	/** Writes a line to the input. */
	types(line: string): void {
		this.process.stdin?.write(`${line}\n`);
	}

	pem(kind: string): string {
		const pattern = new RegExp(`-----BEGIN ${kind}-----[^]+?-----END ${kind}-----`);
		return pattern.exec(this.text)?.[0] ?? '';
	}
}

async function stateFolder(): Promise<string> {
	const folder = await mkdtemp(join(tmpdir(), 'apns-simulator-'));
	onTestFinished(() => rm(folder, { recursive: true }));
	return folder;
}

async function push(
	cli: Cli,
	token: string,
	payload = '{"aps":{"alert":"hello"}}',
): Promise<number | undefined> {
	const jwt = await signProviderToken({
		teamId: cli.line('Team ID'),
		keyId: cli.line('Key ID'),
		privateKey: cli.pem('PRIVATE KEY'),
	});
	const session = connect(cli.line('Base URL'), { ca: cli.pem('CERTIFICATE') });
	const stream = session.request({
		':method': 'POST',
		':path': `/3/device/${token}`,
		authorization: `bearer ${jwt}`,
		'apns-topic': cli.line('Bundle ID'),
		'apns-push-type': 'alert',
	});
	stream.end(payload);
	const [headers] = await once(stream, 'response');
	session.destroy();
	return headers[':status'];
}

test('what it prints is enough to push, and each push is logged', async () => {
	const state = await stateFolder();
	const cli = new Cli('--port', '0', '--management-port', '0', '--state', state);
	await cli.prints('Press Ctrl-C');
	expect(cli.line('Environment')).toBe('Custom');
	const samples = [...cli.text.matchAll(/^([0-9a-f]{64}) {2}(\d{3})/gm)];
	expect(samples.length).toBeGreaterThan(5);
	for (const [, token = '', status] of samples) {
		expect(await push(cli, token)).toBe(Number(status));
	}
	await cli.prints(`${deviceToken('phone').slice(0, 8)}…  alert  200`);
	await cli.prints(`${deviceToken('removed').slice(0, 8)}…  alert  410 Unregistered`);

	cli.process.kill('SIGINT');
	expect(await cli.ended()).toBe(0);

	const again = new Cli('--port', '0', '--management-port', '0', '--state', state);
	await again.prints('Press Ctrl-C');
	expect(again.pem('PRIVATE KEY')).toBe(cli.pem('PRIVATE KEY'));
	expect(again.pem('CERTIFICATE')).toBe(cli.pem('CERTIFICATE'));
});

test('what it prints is enough to broadcast with a certificate, and to list channels', async () => {
	const state = await stateFolder();
	const cli = new Cli('--port', '0', '--management-port', '0', '--state', state);
	await cli.prints('Press Ctrl-C');
	const pfx = await readFile(cli.line('Certificate \\(.p12\\)').replace('the base64 of ', ''));
	const trust = { pfx, passphrase: cli.line('Passphrase'), ca: cli.pem('CERTIFICATE') };
	const samples = [...cli.text.matchAll(/^([\w+/]{22}==) {2}(\d{3})/gm)];
	expect(samples).toHaveLength(3);

	const sender = connect(cli.line('Base URL'), trust);
	for (const [, channel = '', status] of samples) {
		const stream = sender.request({
			':method': 'POST',
			':path': `/4/broadcasts/apps/${cli.line('Bundle ID')}`,
			'apns-channel-id': channel,
			'apns-push-type': 'liveactivity',
			'apns-expiration': '0',
		});
		stream.end('{"aps":{"event":"start"}}');
		const [headers] = await once(stream, 'response');
		expect(headers[':status']).toBe(Number(status));
		await cli.prints(`broadcast to ${channel}  liveactivity  ${status}`);
	}
	sender.destroy();
	await cli.prints('accepted, but: A broadcast cannot start a Live Activity.');

	const manager = connect(cli.line('Channel Management URL'), trust);
	const path = `/1/apps/${cli.line('Bundle ID')}/all-channels`;
	const stream = manager.request({ ':path': path });
	const chunks: Buffer[] = [];
	stream.on('data', (chunk: Buffer) => chunks.push(chunk));
	await once(stream, 'end');
	manager.destroy();
	const live = samples.slice(0, 2).map(([, channel]) => channel);
	expect(JSON.parse(Buffer.concat(chunks).toString())).toEqual({ channels: live });
	await cli.prints(`GET ${path}  200`);
});

async function startedPhone(answer: string): Promise<Cli> {
	const ports = ['--port', '0', '--management-port', '0', '--state', await stateFolder()];
	const cli = new Cli(...ports, '--answer', answer);
	await cli.prints('Press Ctrl-C');
	return cli;
}

test.each(['approve', 'decline'])('--answer %s presses the button', async (answer) => {
	const [cli, webhook] = [await startedPhone(answer), await WebhookServer.start()];
	expect(await push(cli, deviceToken('phone'), webhook.approval())).toBe(200);
	await cli.prints('asks: Approval needed | Refund 25 EUR?');
	await cli.prints(`200 from ${new URL(webhook.baseUrl).host}  {"recorded":true}`);
	expect(webhook.pressed).toEqual([answer]);
	expect(cli.text).not.toContain('5ec7e7');
});

test('--answer ask answers each question with a line, the oldest first', async () => {
	const [cli, webhook] = [await startedPhone('ask'), await WebhookServer.start()];
	await push(cli, deviceToken('phone'), webhook.approval('First'));
	await push(cli, deviceToken('tablet'), webhook.approval('Second'));
	await push(cli, deviceToken('phone'), webhook.freeText('Third'));
	await cli.prints('→ First: a to approve, d to decline');
	cli.types('d');
	await cli.prints('→ Second: a to approve, d to decline');
	cli.types('what?');
	cli.types('a');
	await cli.prints('→ Third: type an answer, then Enter');
	cli.types('The account of Ada');
	await expect
		.poll(() => webhook.pressed.toSorted())
		.toEqual(['approve', 'decline', 'respond {"text":"The account of Ada"}']);

	await push(cli, deviceToken('phone'), webhook.approval('Never answered'));
	await cli.prints('→ Never answered');
	cli.process.kill('SIGINT');
	expect(await cli.ended()).toBe(0);
	expect(webhook.calls).toHaveLength(3);
});

test('stopping it ends an answer on its way', async () => {
	const [cli, webhook] = [await startedPhone('approve'), await WebhookServer.start()];
	webhook.answers.push('silence');
	await push(cli, deviceToken('phone'), webhook.approval());
	await expect.poll(() => webhook.calls, { timeout: 10_000 }).toHaveLength(1);
	cli.process.kill('SIGTERM');
	expect(await cli.ended()).toBe(0);
	expect(cli.text).not.toContain('Approve:');
});

test('an answer does not go by the proxy of the environment', async () => {
	vi.stubEnv('NODE_USE_ENV_PROXY', '1');
	vi.stubEnv('HTTP_PROXY', 'http://127.0.0.1:9');
	onTestFinished(() => void vi.unstubAllEnvs());
	const [cli, webhook] = [await startedPhone('approve'), await WebhookServer.start()];
	await push(cli, deviceToken('phone'), webhook.approval());
	await cli.prints('{"recorded":true}');
	expect(webhook.pressed).toEqual(['approve']);
});

test('--help explains it', async () => {
	const cli = new Cli('--help');
	expect(await cli.ended()).toBe(0);
	expect(cli.text).toContain('--port PORT');
});

test('a port in use is said in plain words', async () => {
	const state = await stateFolder();
	const first = new Cli('--port', '0', '--management-port', '0', '--state', state);
	await first.prints('Press Ctrl-C');
	const { port } = new URL(first.line('Base URL'));
	const second = new Cli('--port', port, '--management-port', '0', '--state', state);
	expect(await second.ended()).toBe(1);
	expect(second.text).toBe(
		`Port ${port} is in use, perhaps by another simulator. Choose others with --port and --management-port.\n`,
	);
});

test.each([
	[['--port', 'x'], '--port must be a number from 0 to 65535, not "x"\n'],
	[['--management-port', ''], '--management-port must be a number from 0 to 65535, not ""\n'],
	[['--answer', 'yes'], '--answer must be approve, decline or ask, not "yes"\n'],
	[['--color'], "Unknown option '--color'"],
])('%o is not understood', async (args, text) => {
	const cli = new Cli(...args);
	expect(await cli.ended()).toBe(1);
	expect(cli.text).toContain(text);
});
