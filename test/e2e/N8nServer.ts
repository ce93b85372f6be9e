import { rmSync } from 'node:fs';
import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	INode,
	INodeExecutionData,
} from 'n8n-workflow';
import { fromEnvironment } from '../setup/environment.ts';
import { temporaryFolder } from '../setup/temporaryFolder.mjs';
import { Execution, type StoredExecution } from './Execution.ts';
import { installPackage } from './installPackage.ts';
import type { Environment } from './n8nEnvironment.ts';
import { N8nProcess } from './N8nProcess.ts';
import { CLOSE_AFTERWARDS, N8nRest, N8nRestError } from './N8nRest.ts';
import { CERTIFICATE_CREDENTIAL_TYPE, CREDENTIAL_TYPE } from './simulatorCredential.ts';
import { until } from './until.ts';

const PUBLISH_TIMEOUT_MS = 20_000;
const SCHEDULE_TIMEOUT_MS = 20_000;
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
	/** Pinned items, by the name of their node. */
	pinData?: Record<string, INodeExecutionData[]>;
}

/** What a published webhook answered. */
export interface WebhookAnswer {
	status: number;
	headers: Headers;
	/** Parsed JSON, or the text if it is not JSON. */
	body: unknown;
}

/** The types of credential that a user can choose in a node of this type. */
const CREDENTIALS_OF: Readonly<Record<string, readonly string[]>> = {
	'n8n-nodes-apns.apns': [CREDENTIAL_TYPE, CERTIFICATE_CREDENTIAL_TYPE],
	// The tool that n8n makes of it.
	'n8n-nodes-apns.apnsTool': [CREDENTIAL_TYPE, CERTIFICATE_CREDENTIAL_TYPE],
	// And its Human review step.
	'n8n-nodes-apns.apnsHitlTool': [CREDENTIAL_TYPE, CERTIFICATE_CREDENTIAL_TYPE],
	'@n8n/n8n-nodes-langchain.lmChatOpenAi': ['openAiApi'],
	'n8n-nodes-base.crypto': ['crypto'],
	'n8n-nodes-base.formTrigger': ['httpBasicAuth'],
	'n8n-nodes-base.httpRequest': ['httpHeaderAuth'],
	'n8n-nodes-base.httpRequestTool': ['httpHeaderAuth'],
	'n8n-nodes-base.postgres': ['postgres'],
	'n8n-nodes-base.webhook': ['httpHeaderAuth'],
};

/** A real n8n with our packed package in it, an owner who is signed in, and SQLite in a new folder. */
export class N8nServer {
	#process: N8nProcess;
	readonly #environment: Environment;
	/** Where its editor, REST API and webhooks answer. */
	readonly url: string;
	/** Its data folder; a worker process of it needs the same one. */
	readonly userFolder: string;
	/** For everything that has no method here. */
	readonly rest: N8nRest;

	private constructor(
		started: { process: N8nProcess; url: string },
		userFolder: string,
		environment: Environment,
	) {
		this.#process = started.process;
		this.url = started.url;
		this.userFolder = userFolder;
		this.#environment = environment;
		this.rest = new N8nRest(started.url);
	}

	/** Starts it; takes some 20 seconds. */
	static async start({ environment = {} }: { environment?: Environment } = {}): Promise<N8nServer> {
		const userFolder = temporaryFolder('n8n');
		try {
			await installPackage(fromEnvironment('APNS_TARBALL'), userFolder);
			const started = await N8nProcess.startServer(userFolder, environment);
			const server = new N8nServer(started, userFolder, environment);
			await server.rest.setUpOwner();
			return server;
		} catch (error) {
			rmSync(userFolder, { recursive: true, force: true });
			throw error;
		}
	}

	/** Everything that it has written to stdout and stderr. */
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

	/** Imports a workflow and selects these credentials in the nodes that need one. Returns its id. */
	async importWorkflow(
		workflow: WorkflowJson,
		...credentials: StoredCredential[]
	): Promise<string> {
		const nodes = workflow.nodes.map((node) => {
			const credential = credentials.find(({ type }) => CREDENTIALS_OF[node.type]?.includes(type));
			if (!credential) return node;
			const { id, name, type } = credential;
			return { ...node, credentials: { [type]: { id, name } } };
		});
		const body = { ...workflow, nodes, active: false };
		return (await this.rest.post<{ id: string }>('/rest/workflows', body)).id;
	}

	/** Publishes a workflow: its webhooks and schedules are live when this resolves. */
	async publish(workflowId: string): Promise<void> {
		const path = `/rest/workflows/${workflowId}`;
		const { versionId } = await this.rest.get<{ versionId: string }>(path);
		const activated = await this.rest.postIfKnown(`${path}/activate`, { versionId });
		// n8n 1.x
		if (activated === undefined) await this.rest.patch(path, { active: true, versionId });
		await until(`Publishing workflow ${workflowId}`, PUBLISH_TIMEOUT_MS, async () => {
			// If there is no status, n8n has responded after everything was done.
			const told = await this.rest.getIfKnown<{ status: string }>(`${path}/publication-status`);
			return told === undefined || told.status === 'published' || undefined;
		});
	}

	/** Unpublishes a workflow: its webhooks and schedules end. */
	async unpublish(workflowId: string): Promise<void> {
		const path = `/rest/workflows/${workflowId}`;
		if ((await this.rest.postIfKnown(`${path}/deactivate`)) !== undefined) return;
		const { versionId } = await this.rest.get<{ versionId: string }>(path);
		await this.rest.patch(path, { active: false, versionId });
	}

	/** Publishes a workflow, waits for its schedule to run it, and unpublishes it. */
	async firstScheduled(workflowId: string): Promise<Execution> {
		await this.publish(workflowId);
		const id = await until('The first scheduled execution', SCHEDULE_TIMEOUT_MS, async () =>
			(await this.executionIds(workflowId)).at(-1),
		);
		await this.unpublish(workflowId);
		return await this.waitForExecution(id);
	}

	/** Calls a published webhook. Text is sent as it is. */
	async postWebhook(
		path: string,
		body: IDataObject | string,
		headers: Record<string, string> = {},
	): Promise<WebhookAnswer> {
		const response = await fetch(`${this.url}/webhook/${path}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json', ...CLOSE_AFTERWARDS, ...headers },
			body: typeof body === 'string' ? body : JSON.stringify(body),
		});
		const text = await response.text();
		return { status: response.status, headers: response.headers, body: parsed(text) };
	}

	/** Runs a workflow as the editor's button does. Returns the execution's id at once. */
	async runManually(workflowId: string, triggerName: string): Promise<string> {
		const path = `/rest/workflows/${workflowId}`;
		const { executionId } = await this.rest.post<{ executionId: string }>(`${path}/run`, {
			triggerToStartFrom: { name: triggerName },
			// Earlier versions run what the editor shows, later ones what they have saved.
			workflowData: await this.rest.get(path),
		});
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
			const status = await this.statusOf(id);
			return UNFINISHED.includes(status) ? undefined : true;
		});
		return await this.execution(id);
	}

	/** `new`, `running`, `waiting`, `success`, `error` … */
	async statusOf(id: string): Promise<string> {
		try {
			return (await this.rest.get<StoredExecution>(`/rest/executions/${id}`)).status;
		} catch (error) {
			// n8n 2.20 reads the results of an execution that has none yet.
			const isEarly = error instanceof N8nRestError && /resultData/.test(error.message);
			if (isEarly) return 'running';
			throw error;
		}
	}

	/** Presses the Stop button of a running execution. */
	async stopExecution(id: string): Promise<void> {
		await this.rest.post(`/rest/executions/${id}/stop`);
	}

	/** The process ID of the server. */
	get pid(): number {
		return this.#process.pid;
	}

	/**
	 * Ends n8n and starts it again, at the same address and with the same data.
	 *
	 * @param how `kill` is what a crash does
	 */
	async restart(how: 'stop' | 'kill' = 'stop'): Promise<void> {
		await this.#process[how]();
		const port = Number(new URL(this.url).port);
		const started = await N8nProcess.startServer(this.userFolder, this.#environment, port);
		this.#process = started.process;
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
