import { join } from 'node:path';
import type { ICredentialDataDecryptedObject, IDataObject, INode, ITaskData } from 'n8n-workflow';
import { additionalDataFor } from '../../engine/additionalData.ts';
import {
	loadHostModules,
	PRODUCTION_EXPRESSIONS,
	type HostModules,
} from '../../engine/hostModules.ts';
import { InstalledPackage } from '../../engine/installedPackage.ts';
import { NodeTypes } from '../../engine/NodeTypes.ts';
import { fromEnvironment } from '../../setup/environment.ts';
import type { SinkAddress } from '../sink/SinkRequest.ts';

/** The parameters of our node. */
export type NodeParameters = Readonly<Record<string, string | object>>;

/** An execution that is ready to start. */
export interface Execution {
	/** Runs from the moment when n8n has the workflow and its items until it has the run's data. */
	execute(): Promise<void>;
	/** What n8n recorded about the node. */
	task(): ITaskData;
	/** Releases the expression engine for the next execution. */
	release(): Promise<void>;
}

/** n8n's engine as in production, for one node; it records only what n8n records. */
export class BenchEngine {
	readonly #host: HostModules;
	readonly #nodeTypes: NodeTypes;
	readonly #credential: ICredentialDataDecryptedObject;

	private constructor(
		host: HostModules,
		nodeTypes: NodeTypes,
		credential: ICredentialDataDecryptedObject,
	) {
		this.#host = host;
		this.#nodeTypes = nodeTypes;
		this.#credential = credential;
	}

	/**
	 * @param hostName the sink's host name
	 * @param lazyAcquire N8N_EXPRESSION_ENGINE_LAZY_ACQUIRE: an execution gets a sandbox for expressions only
	 *   when it evaluates one
	 */
	static async start(
		{ port, identity }: SinkAddress,
		{ hostName = '127.0.0.1', lazyAcquire = false } = {},
	): Promise<BenchEngine> {
		const host = loadHostModules();
		const installed = new InstalledPackage(
			fromEnvironment('APNS_TARBALL'),
			join(host.folder, 'n8n-workflow'),
		);
		const nodeTypes = await NodeTypes.load(host, installed.folder);
		await host.workflow.Expression.initExpressionEngine({
			...PRODUCTION_EXPRESSIONS,
			lazyAcquire,
		});
		const { teamId, keyId, privateKey, bundleId, caCertificate } = identity;
		const baseUrl = `https://${hostName}:${port}`;
		return new BenchEngine(host, nodeTypes, {
			...{ teamId, keyId, privateKey, bundleId, caCertificate, baseUrl },
			environment: 'custom',
		});
	}

	/** Creates a workflow of only our node, or another one, that starts with these items. */
	load(
		parameters: NodeParameters,
		items: readonly IDataObject[],
		type = 'n8n-nodes-apns.apns',
	): Execution {
		const { core, workflow: n8nWorkflow } = this.#host;
		const node: INode = {
			id: 'apns',
			name: 'APNs',
			type,
			typeVersion: 1,
			position: [0, 0],
			parameters: { resource: 'notification', ...parameters } as INode['parameters'],
			credentials: { apnsApi: { id: 'apnsApi', name: 'apnsApi' } },
		};
		const workflow = new n8nWorkflow.Workflow({
			id: 'bench',
			name: 'Bench',
			nodes: [node],
			connections: {},
			active: false,
			nodeTypes: this.#nodeTypes,
			settings: { executionOrder: 'v1' },
		});
		const data = { main: [items.map((json) => ({ json }))] };
		const runExecutionData = n8nWorkflow.createRunExecutionData({
			executionData: { nodeExecutionStack: [{ node, data, source: null }] },
		});
		const credentials = { apnsApi: this.#credential };
		const additionalData = additionalDataFor(this.#host, this.#nodeTypes, credentials, 'trigger');
		const execution = new core.WorkflowExecute(additionalData, 'trigger', runExecutionData);
		let task: ITaskData | undefined;
		return {
			execute: async () => {
				const run = await execution.processRunExecutionData(workflow);
				task = run.data.resultData.runData[node.name]?.[0];
				const error = task === undefined ? run.data.resultData.error : task.error;
				if (error !== undefined) throw new Error(error.message);
			},
			task: () => task!,
			release: async () => await workflow.expression.releaseIsolate(),
		};
	}
}
