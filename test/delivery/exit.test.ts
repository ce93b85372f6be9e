import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { startSimulator } from '../simulator/testkit/simulatorForTests.ts';

it('a process can end while a connection is idle', async () => {
	const simulator = await startSimulator();
	const [token = ''] = simulator.devices.addMany(1);
	const script = join(import.meta.dirname, 'testkit', 'deliverOnce.ts');
	const { baseUrl, identity } = simulator;
	const child = spawn(process.execPath, [script, JSON.stringify({ baseUrl, identity, token })], {
		stdio: ['ignore', 'pipe', 'inherit'],
		env: { ...process.env, NODE_OPTIONS: '--disable-warning=MODULE_TYPELESS_PACKAGE_JSON' },
	});
	let printed = '';
	child.stdout.on('data', (chunk) => (printed += String(chunk)));
	const [code] = await once(child, 'exit');
	expect({ code, printed }).toEqual({ code: 0, printed: 'accepted\n' });
	expect(simulator.ledger.accepted).toBe(1);
});
