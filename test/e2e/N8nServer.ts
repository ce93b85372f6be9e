import { rmSync } from 'node:fs';
import type { ICredentialDataDecryptedObject, IDataObject, INode, IPinData } from 'n8n-workflow';
import { fromEnvironment } from '../setup/environment.ts';
import { temporaryFolder } from '../setup/temporaryFolder.mjs';
import { Execution, type StoredExecution } from './Execution.ts';
import { installPackage } from './installPackage.ts';
import type { Environment } from './n8nEnvironment.ts';
import { N8nProcess } from './N8nProcess.ts';
import { N8nRest } from './N8nRest.ts';
import { until } from './until.ts';

const PUBLISH_TIMEOUT_MS = 20_000;
const UNFINISHED = ['new', 'running', 'waiting'];

/** A credential that is stored in n8n. */
export interface StoredCredential {
	id: string;
	name: string;
	type: string;
}

/** What the Test button of a credential says. */
export interface CredentialTestResult {
	status: 'OK' | 'Error';
	message: string;
}

/** A workflow as it is exported and imported. */
export interface WorkflowJson {
	name: string;
	nodes: INode[];
	connections: object;
	settings?: object;
	/** Items that stand in for what a node would return, by node. */
	pinData?: IPinData;
}

/** A real n8n with our packed package in it, an owner who is signed in, and SQLite in a new folder. */
export class N8nServer {
	readonly #process: N8nProcess;
	/** Where its editor, REST API and webhooks answer. */
	readonly url: string;
	/** Its data folder; a worker process that belongs to it needs the same. */
	readonly userFolder: string;
	/** What has no method of its own here. */
	readonly rest: N8nRest;

	private constructor(started: { process: N8nProcess; url: string }, userFolder: string) {
		this.#process = started.process;
		this.url = started.url;
		this.userFolder = userFolder;
		this.rest = new N8nRest(started.url);
	}

	/** Starts it; takes some 20 seconds. */
	static async start({ environment = {} }: { environment?: Environment } = {}): Promise<N8nServer> {
		const userFolder = temporaryFolder('n8n');
		try {
			await installPackage(fromEnvironment('APNS_TARBALL'), userFolder);
			const started = await N8nProcess.startServer(userFolder, environment);
			const server = new N8nServer(started, userFolder);
			await server.rest.setUpOwner();
			return server;
		} catch (error) {
			rmSync(userFolder, { recursive: true, force: true });
			throw error;
		}
	}

	/** All that it has written, to stdout and to stderr. */
	get log(): string {
		return this.#process.log;
	}

	/** Stores a credential. */
	async createCredential(
		name: string,
		type: string,
		data: ICredentialDataDecryptedObject,
	): Promise<StoredCredential> {
		const { id } = await this.rest.post<{ id: string }>('/rest/credentials', { name, type, data });
		return { id, name, type };
	}

	/** Presses the Test button of a stored credential. */
	async testCredential(
		credential: StoredCredential,
		data: ICredentialDataDecryptedObject,
	): Promise<CredentialTestResult> {
		return await this.rest.post('/rest/credentials/test', {
			credentials: { ...credential, data },
		});
	}

	/** Imports a workflow and gives the credential to each of our nodes in it. Returns its id. */
	async importWorkflow(workflow: WorkflowJson, credential: StoredCredential): Promise<string> {
		const { id, name, type } = credential;
		const nodes = workflow.nodes.map((node) =>
			node.type === 'n8n-nodes-apns.apns'
				? { ...node, credentials: { [type]: { id, name } } }
				: node,
		);
		const body = { ...workflow, nodes, active: false };
		return (await this.rest.post<{ id: string }>('/rest/workflows', body)).id;
	}

	/** Publishes a workflow: its webhooks and schedules are live when this resolves. */
	async publish(workflowId: string): Promise<void> {
		const path = `/rest/workflows/${workflowId}`;
		const { versionId } = await this.rest.get<{ versionId: string }>(path);
		await this.rest.post(`${path}/activate`, { versionId });
		await until(`Publishing workflow ${workflowId}`, PUBLISH_TIMEOUT_MS, async () => {
			const { status } = await this.rest.get<{ status: string }>(`${path}/publication-status`);
			return status === 'published' || undefined;
		});
	}

	/** Calls a published webhook. */
	async postWebhook(path: string, body: IDataObject): Promise<{ status: number; body: unknown }> {
		const response = await fetch(`${this.url}/webhook/${path}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body),
		});
		const text = await response.text();
		return { status: response.status, body: parsed(text) };
	}

	/** Runs a workflow as the editor's button does. Returns the execution's id at once. */
	async runManually(workflowId: string, triggerName: string): Promise<string> {
		const { executionId } = await this.rest.post<{ executionId: string }>(
			`/rest/workflows/${workflowId}/run`,
			{ triggerToStartFrom: { name: triggerName } },
		);
		return executionId;
	}

	/** The ids of a workflow's executions, the newest first. */
	async executionIds(workflowId: string): Promise<string[]> {
		const filter = encodeURIComponent(JSON.stringify({ workflowId }));
		const { results } = await this.rest.get<{ results: Array<{ id: string }> }>(
			`/rest/executions?filter=${filter}&limit=100`,
		);
		return results.map(({ id }) => id);
	}

	/** What n8n has recorded of an execution so far. */
	async execution(id: string): Promise<Execution> {
		return new Execution(await this.rest.get<StoredExecution>(`/rest/executions/${id}`));
	}

	/** The same, when the execution is over. */
	async waitForExecution(id: string, timeoutMs = 60_000): Promise<Execution> {
		await until(`Execution ${id} ending`, timeoutMs, async () => {
			const { status } = await this.rest.get<StoredExecution>(`/rest/executions/${id}`);
			return UNFINISHED.includes(status) ? undefined : true;
		});
		return await this.execution(id);
	}

	/** Presses the Stop button of a running execution. */
	async stopExecution(id: string): Promise<void> {
		await this.rest.post(`/rest/executions/${id}/stop`);
	}

	/** Ends n8n and removes its data. */
	async stop(): Promise<void> {
		await this.#process.stop();
		rmSync(this.userFolder, { recursive: true, force: true });
	}
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}
