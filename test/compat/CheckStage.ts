import type { INode } from 'n8n-workflow';
import { ApnsSimulator } from '../simulator/ApnsSimulator.ts';
import type { Execution } from '../e2e/Execution.ts';
import type { Environment } from '../e2e/n8nEnvironment.ts';
import { N8nServer, type StoredCredential, type WorkflowJson } from '../e2e/N8nServer.ts';
import {
	CERTIFICATE_CREDENTIAL_TYPE,
	CREDENTIAL_TYPE,
	simulatorCertificate,
	simulatorCredential,
} from '../e2e/simulatorCredential.ts';
import { SEND, START } from '../e2e/workflows.ts';

/** The first Code node waits until n8n has started a process for it. */
const EXECUTION_TIMEOUT_MS = 180_000;

/** A node as n8n describes it to the editor. */
export interface NodeType {
	readonly name: string;
	readonly version: number | number[];
	readonly iconUrl: { readonly light: string; readonly dark: string };
}

/** Shared by all checks of a cell: a local APNs, the n8n of the cell, and a credential of each type. */
export class CheckStage {
	readonly simulator: ApnsSimulator;
	readonly n8n: N8nServer;
	/** With a key. */
	readonly credential: StoredCredential;
	readonly certificate: StoredCredential;
	#nodeTypes: Promise<NodeType[]> | undefined;

	private constructor(
		simulator: ApnsSimulator,
		n8n: N8nServer,
		credential: StoredCredential,
		certificate: StoredCredential,
	) {
		this.simulator = simulator;
		this.n8n = n8n;
		this.credential = credential;
		this.certificate = certificate;
	}

	/** All nodes that this n8n has: more than ten megabytes, read once. */
	async nodeTypes(): Promise<NodeType[]> {
		this.#nodeTypes ??= this.n8n.rest.getFile<NodeType[]>('/types/nodes.json');
		return await this.#nodeTypes;
	}

	/** The versions that it has of a node. */
	async versionsOf(type: string): Promise<number[]> {
		const nodes = (await this.nodeTypes()).filter(({ name }) => name === type);
		return nodes.flatMap(({ version }) => version);
	}

	/** @param environment of n8n */
	static async start(environment: Environment = {}): Promise<CheckStage> {
		const simulator = await ApnsSimulator.start();
		let n8n: N8nServer | undefined;
		try {
			n8n = await N8nServer.start({ environment });
			const key = simulatorCredential(simulator);
			const pair = simulatorCertificate(simulator, await simulator.createClientCertificate());
			return new CheckStage(
				simulator,
				n8n,
				await n8n.createCredential('Key', CREDENTIAL_TYPE, key),
				await n8n.createCredential('Certificate', CERTIFICATE_CREDENTIAL_TYPE, pair),
			);
		} catch (error) {
			await n8n?.stop();
			await simulator.stop();
			throw error;
		}
	}

	/** Runs a workflow with these settings of our node until it ends, as the editor's button does. */
	async run(
		workflow: WorkflowJson,
		settings: Partial<INode> = {},
		credential = this.credential,
	): Promise<Execution> {
		const nodes = workflow.nodes.map((one) => (one.name === SEND ? { ...one, ...settings } : one));
		const id = await this.n8n.importWorkflow({ ...workflow, nodes }, credential);
		const executionId = await this.n8n.runManually(id, START);
		return await this.n8n.waitForExecution(executionId, EXECUTION_TIMEOUT_MS);
	}

	async stop(): Promise<void> {
		await this.n8n.stop();
		await this.simulator.stop();
	}
}
