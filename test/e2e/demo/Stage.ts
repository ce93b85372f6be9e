import { ApnsSimulator } from '../../simulator/ApnsSimulator.ts';
import { N8nServer, type StoredCredential } from '../N8nServer.ts';
import { CREDENTIAL_TYPE, simulatorCredential } from '../simulatorCredential.ts';

/** Everything that an example needs to run. */
export type StageParts = Pick<Stage, 'simulator' | 'n8n' | 'credential'>;

/** Everything that the examples need to run: a local APNs, a real n8n, and a credential that connects them. */
export class Stage {
	readonly simulator: ApnsSimulator;
	readonly n8n: N8nServer;
	readonly credential: StoredCredential;
	/** What the credential's Test button said. */
	readonly credentialMessage: string;

	private constructor(
		simulator: ApnsSimulator,
		n8n: N8nServer,
		credential: StoredCredential,
		credentialMessage: string,
	) {
		this.simulator = simulator;
		this.n8n = n8n;
		this.credential = credential;
		this.credentialMessage = credentialMessage;
	}

	/** Starts it. Rejects if the credential test fails, because nothing else could succeed. */
	static async start(): Promise<Stage> {
		const simulator = await ApnsSimulator.start();
		let n8n: N8nServer | undefined;
		try {
			n8n = await N8nServer.start();
			const data = simulatorCredential(simulator);
			const credential = await n8n.createCredential('APNs simulator', CREDENTIAL_TYPE, data);
			const { status, message } = await n8n.testCredential(credential, data);
			if (status !== 'OK') throw new Error(`The credential's test failed: ${message}`);
			return new Stage(simulator, n8n, credential, message);
		} catch (error) {
			await n8n?.stop();
			await simulator.stop();
			throw error;
		}
	}

	async stop(): Promise<void> {
		await this.n8n.stop();
		await this.simulator.stop();
	}
}
