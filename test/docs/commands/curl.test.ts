import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { needs } from '../../setup/needs.ts';
import { temporaryFolder } from '../../setup/temporaryFolder.mjs';
import { ApnsSimulator } from '../../simulator/ApnsSimulator.ts';
import { createIdentity } from '../../simulator/identity.ts';
import { CommandsToRun } from './documentedCommands.ts';
import { runShell } from './runShell.ts';

const commands = new CommandsToRun(import.meta.filename).takeAll();
const valueOf = (name: string) => {
	const line = commands.find((command) => command.startsWith(`${name}=`));
	return line?.slice(name.length + 1) ?? '';
};

describe('the cURL command of docs/testing.md', needs('curl'), () => {
	let simulator: ApnsSimulator;
	let folder: string;

	beforeEach(async () => {
		const identity = await createIdentity({
			teamId: valueOf('TEAM_ID'),
			keyId: valueOf('KEY_ID'),
			bundleId: valueOf('BUNDLE_ID'),
		});
		simulator = await ApnsSimulator.start({ identity, environment: 'sandbox' });
		folder = temporaryFolder('curl');
		writeFileSync(join(folder, valueOf('KEY_FILE')), identity.privateKey);
		writeFileSync(join(folder, 'authority.pem'), identity.caCertificate);
		// The simulator has a certificate for Apple's names, so the command itself stays as it is.
		const host = valueOf('APNS_HOST');
		const port = new URL(simulator.baseUrl).port;
		const route = `connect-to = "${host}:443:127.0.0.1:${port}"`;
		writeFileSync(join(folder, '.curlrc'), `${route}\ncacert = "${folder}/authority.pem"\n`);
	});

	afterEach(() => simulator?.stop());

	const run = async () => await runShell(commands.join('\n'), { folder });

	test('sends to a device, which gets what the command says', async () => {
		const token = simulator.devices.add({ token: valueOf('DEVICE_TOKEN') });
		const { stderr } = await run();
		expect(stderr).toContain('HTTP/2 200');
		expect(simulator.ledger.countOf(token)).toBe(1);
		const payload: unknown = JSON.parse(simulator.ledger.entries[0]?.payload ?? '');
		expect(payload).toMatchObject({ aps: { alert: { title: 'Hello' }, sound: 'default' } });
	});

	test('shows Apple’s reason if there is no such device', async () => {
		const { stdout, stderr } = await run();
		expect(stderr).toContain('HTTP/2 400');
		expect(stdout).toBe('{"reason":"BadDeviceToken"}');
	});
});
