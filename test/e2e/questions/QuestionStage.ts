import type { INodeParameters } from 'n8n-workflow';
import { ApnsSimulator } from '../../simulator/ApnsSimulator.ts';
import type { Pressed } from '../../simulator/phone/press.ts';
import { N8nServer, type StoredCredential } from '../N8nServer.ts';
import type { Environment } from '../n8nEnvironment.ts';
import { CREDENTIAL_TYPE, simulatorCredential } from '../simulatorCredential.ts';
import { until } from '../until.ts';
import { leadingTo, workflowNode } from '../workflowParts.ts';
import { SEND, START, sendWorkflow } from '../workflows.ts';

/** The node after the question: it shows the output of the question. */
export const NEXT = 'Next';

/** The addresses in a push. */
export interface Addresses {
	readonly approve: string;
	readonly decline: string;
	readonly respond: string;
}

/** A question that was asked. */
export interface Asked {
	/** Of the execution. */
	readonly id: string;
	readonly tokens: readonly string[];
	/** By device. */
	readonly addresses: readonly Addresses[];
}

/** An n8n, and phones that receive questions. */
export class QuestionStage {
	readonly simulator: ApnsSimulator;
	readonly n8n: N8nServer;
	readonly credential: StoredCredential;

	constructor(simulator: ApnsSimulator, n8n: N8nServer, credential: StoredCredential) {
		this.simulator = simulator;
		this.n8n = n8n;
		this.credential = credential;
	}

	static async start(environment: Environment = {}): Promise<QuestionStage> {
		const simulator = await ApnsSimulator.start();
		const n8n = await N8nServer.start({ environment });
		const data = simulatorCredential(simulator);
		const credential = await n8n.createCredential('Simulator', CREDENTIAL_TYPE, data);
		return new QuestionStage(simulator, n8n, credential);
	}

	async stop(): Promise<void> {
		await this.n8n.stop();
		await this.simulator.stop();
	}

	/** Asks one person and resolves when n8n waits. */
	async ask(parameters: INodeParameters = {}, devices = 1): Promise<Asked> {
		const tokens = this.simulator.devices.addMany(devices);
		const id = await this.run(tokens, parameters);
		await this.waits(id);
		const addresses = tokens.map((token) => {
			const entry = this.simulator.ledger.entries.find(({ deviceToken }) => deviceToken === token);
			if (entry === undefined) throw new Error(`${token} was not asked`);
			return (JSON.parse(entry.payload) as { n8n: Addresses }).n8n;
		});
		return { id, tokens, addresses };
	}

	/** Starts a workflow that asks these devices. Returns the execution's id at once. */
	async run(tokens: readonly string[], parameters: INodeParameters = {}): Promise<string> {
		const workflow = sendWorkflow('Ask', [tokens.join(',')], {
			resource: 'notification',
			operation: 'sendAndWait',
			deviceToken: '={{ $json.deviceToken }}',
			message: 'Pay 250.00 EUR to Anna?',
			...parameters,
		});
		const workflowId = await this.n8n.importWorkflow(
			{
				...workflow,
				nodes: [...workflow.nodes, workflowNode(NEXT, 'n8n-nodes-base.noOp', 1)],
				connections: { ...workflow.connections, [SEND]: leadingTo(NEXT) },
			},
			this.credential,
		);
		return await this.n8n.runManually(workflowId, START);
	}

	/** Resolves when n8n has stored the execution as waiting. */
	async waits(id: string): Promise<void> {
		await until('The execution waiting', 30_000, async () =>
			(await this.isWaiting(id)) ? true : undefined,
		);
	}

	async isWaiting(id: string): Promise<boolean> {
		return (await this.n8n.statusOf(id)) === 'waiting';
	}
}

/** The response that the app receives if its answer counts. */
export const RECORDED: Pressed = { status: 200, body: '{"recorded":true}' };
