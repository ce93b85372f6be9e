import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { TYPE_SCRIPT_FLAGS } from '../setup/typeScriptFlags.ts';
import { startSimulator } from '../simulator/testkit/simulatorForTests.ts';
import { StrictProxy } from './testkit/StrictProxy.ts';

const UNENDED = ', also after an answer whose stream never ends';

it.each(['', ', also through a proxy', UNENDED])(
	'a process can end while a connection is idle%s',
	async (how) => {
		const simulator = await startSimulator();
		const proxyUrl = how.endsWith('proxy') ? (await StrictProxy.start()).url() : undefined;
		if (how === UNENDED) simulator.faults.add({ kind: 'unended' });
		const [token = ''] = simulator.devices.addMany(1);
		const script = join(import.meta.dirname, 'testkit', 'deliverOnce.ts');
		const { baseUrl, identity } = simulator;
		const given = JSON.stringify({ baseUrl, identity, token, proxyUrl });
		const child = spawn(process.execPath, [...TYPE_SCRIPT_FLAGS, script, given], {
			stdio: ['ignore', 'pipe', 'inherit'],
			env: { ...process.env, NODE_OPTIONS: '--disable-warning=MODULE_TYPELESS_PACKAGE_JSON' },
		});
		let printed = '';
		child.stdout.on('data', (chunk) => (printed += String(chunk)));
		const [code] = await once(child, 'exit');
		expect({ code, printed }).toEqual({ code: 0, printed: 'accepted\n' });
		expect(simulator.ledger.accepted).toBe(1);
	},
);
