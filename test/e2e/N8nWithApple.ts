import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../setup/temporaryFolder.mjs';
import { ApnsSimulator } from '../simulator/ApnsSimulator.ts';
import type { Environment } from '../simulator/environment.ts';
import { createIdentity } from '../simulator/identity.ts';
import { N8nServer } from './N8nServer.ts';

const HOSTS: Record<Environment, string> = {
	production: 'api.push.apple.com',
	sandbox: 'api.sandbox.push.apple.com',
};

/** Both of Apple's environments. */
export const APPLE_ENVIRONMENTS = ['production', 'sandbox'] as const;

/** An n8n that uses two simulators with the same keys as Apple's hosts. */
export class N8nWithApple {
	readonly n8n: N8nServer;
	readonly simulators: Readonly<Record<Environment, ApnsSimulator>>;

	private constructor(n8n: N8nServer, simulators: Record<Environment, ApnsSimulator>) {
		this.n8n = n8n;
		this.simulators = simulators;
	}

	static async start(): Promise<N8nWithApple> {
		const identity = await createIdentity();
		const [production, sandbox] = await Promise.all(
			APPLE_ENVIRONMENTS.map((environment) => ApnsSimulator.start({ identity, environment })),
		);
		if (!production || !sandbox) throw new Error('A simulator is missing');
		const simulators = { production, sandbox };
		const caFile = join(temporaryFolder('ca'), 'ca.pem');
		writeFileSync(caFile, identity.caCertificate);
		const ports = APPLE_ENVIRONMENTS.map((name) => [
			HOSTS[name],
			Number(new URL(simulators[name].baseUrl).port),
		]);
		const n8n = await N8nServer.start({
			environment: {
				NODE_OPTIONS: `--require ${join(import.meta.dirname, 'redirectApple.cjs')}`,
				NODE_EXTRA_CA_CERTS: caFile,
				APNS_TEST_PORTS: JSON.stringify(Object.fromEntries(ports)),
			},
		});
		return new N8nWithApple(n8n, simulators);
	}

	async stop(): Promise<void> {
		await this.n8n.stop();
		await Promise.all(Object.values(this.simulators).map((simulator) => simulator.stop()));
	}
}
