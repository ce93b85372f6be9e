import { join } from 'node:path';
import type {
	ICredentialDataDecryptedObject,
	IConnections,
	IDataObject,
	INode,
	INodeExecutionData,
	INodeParameters,
	IRun,
	IRunExecutionData,
	ITaskData,
	NodeExecutionHint,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { fromEnvironment } from '../setup/environment.ts';
import { additionalDataFor } from './additionalData.ts';
import {
	loadHostModules,
	PRODUCTION_EXPRESSIONS,
	type ExpressionEngine,
	type HostModules,
} from './hostModules.ts';
import { InstalledPackage } from './installedPackage.ts';
import { NodeTypes } from './NodeTypes.ts';

type ExecutionData = NonNullable<IRunExecutionData['executionData']>;

/** Decrypted credentials by type, usually `apnsApi`. */
export type Credentials = Record<string, ICredentialDataDecryptedObject>;

/** The settings in a node's Settings tab. */
export type NodeSettings = Partial<
	Pick<
		INode,
		| 'onError'
		| 'continueOnFail'
		| 'retryOnFail'
		| 'maxTries'
		| 'waitBetweenTries'
		| 'executeOnce'
		| 'alwaysOutputData'
	>
>;

/** One node, its input, and how it is run. */
export interface RunNodeOptions extends NodeSettings {
	parameters: INodeParameters;
	/** The `json` of each input item. */
	items: IDataObject[];
	credentials?: Credentials;
	/** Aborting it stops the execution as the Stop button does. */
	signal?: AbortSignal;
	/** `manual` is an execution started in the editor. Default: `trigger`. */
	mode?: WorkflowExecuteMode;
	/** Default: our node. */
	type?: string;
}

/** What the engine recorded about one node. */
export interface NodeRun {
	/** By output. Empty after an error without "continue". */
	items: INodeExecutionData[][];
	/** A plain object, as n8n records it; `undefined` when the node did not fail. */
	error: ITaskData['error'];
	hints: NodeExecutionHint[];
	/** What `execute` returned, even if the engine did not record it because it was stopped. */
	returned: INodeExecutionData[][] | undefined;
	executionData: IRun;
	/** How many times nodes of the workflow requested a credential. */
	credentialReads: number;
}

/** Several nodes, of the types in `NodeTypes`. */
export interface RunWorkflowOptions {
	nodes: Array<Partial<INode> & Pick<INode, 'name' | 'type' | 'parameters'>>;
	connections: IConnections;
	/** The node that receives the items. */
	start: string;
	items: IDataObject[];
	credentials?: Credentials;
	signal?: AbortSignal;
	mode?: WorkflowExecuteMode;
}

/** The type of our node in a workflow. */
export const APNS_NODE = 'n8n-nodes-apns.apns';

/**
 * n8n's own engine in this process, with the packed package as n8n loads it: real parameters,
 * expressions, pairing, error handling and cancellation, no database and no server.
 */
export class Engine {
	readonly #host: HostModules;
	readonly #package: InstalledPackage;
	readonly #nodeTypes: NodeTypes;
	readonly #usesVm: boolean;

	private constructor(
		host: HostModules,
		installed: InstalledPackage,
		nodeTypes: NodeTypes,
		usesVm: boolean,
	) {
		this.#host = host;
		this.#package = installed;
		this.#nodeTypes = nodeTypes;
		this.#usesVm = usesVm;
	}

	/**
	 * The expression engine belongs to the process. `vm` is what n8n runs in production and three times
	 * slower; `legacy` evaluates the same expressions.
	 */
	static async start({
		expressionEngine = 'legacy',
	}: { expressionEngine?: ExpressionEngine } = {}): Promise<Engine> {
		const host = loadHostModules();
		const installed = new InstalledPackage(
			fromEnvironment('APNS_TARBALL'),
			join(host.folder, 'n8n-workflow'),
		);
		const nodeTypes = await NodeTypes.load(host, installed.folder);
		if (expressionEngine === 'vm') {
			await host.workflow.Expression.initExpressionEngine(PRODUCTION_EXPRESSIONS);
		}
		return new Engine(host, installed, nodeTypes, expressionEngine === 'vm');
	}

	/** Runs one node. Rejects only if n8n refuses to start because a required parameter is missing. */
	async runNode(options: RunNodeOptions): Promise<NodeRun> {
		const { items, credentials, signal, mode, type = APNS_NODE, ...node } = options;
		const name = 'Node';
		const run = await this.runWorkflow({
			nodes: [{ ...node, name, type }],
			connections: {},
			start: name,
			items,
			...(credentials && { credentials }),
			...(signal && { signal }),
			...(mode && { mode }),
		});
		return run.node(name);
	}

	/** Runs a workflow, starting with one of its nodes, which receives the given items. */
	async runWorkflow(options: RunWorkflowOptions): Promise<{ node(name: string): NodeRun }> {
		const { core, workflow: n8nWorkflow } = this.#host;
		const { connections, credentials = {}, signal, mode = 'trigger' } = options;
		const nodeTypes = this.#nodeTypes.recording();
		const nodes = options.nodes.map((node, index) => completeNode(node, index, credentials));
		const workflow = new n8nWorkflow.Workflow({
			id: 'engine-test',
			name: 'Engine test',
			nodes,
			connections,
			active: false,
			nodeTypes,
			settings: { executionOrder: 'v1' },
		});
		const node = workflow.getNode(options.start);
		if (!node) throw new Error(`There is no node "${options.start}" to start from`);
		const input = options.items.map((json): INodeExecutionData => ({ json }));
		const runExecutionData = startWith(n8nWorkflow, {
			nodeExecutionStack: [{ node, data: { main: [input] }, source: null }],
		});
		let credentialReads = 0;
		const additionalData = additionalDataFor(this.#host, this.#nodeTypes, credentials, mode, () => {
			credentialReads += 1;
		});
		const execution = new core.WorkflowExecute(additionalData, mode, runExecutionData);
		const running = execution.processRunExecutionData(workflow);
		const cancel = () => running.cancel();
		signal?.addEventListener('abort', cancel, { once: true });
		if (signal?.aborted) cancel();
		try {
			const executionData = await running;
			// n8n considers a stopped run ended while the node may still be running.
			await nodeTypes.settled();
			return {
				node: (name) => ({
					...nodeRun(name, executionData, nodeTypes.returnedBy(name)),
					credentialReads,
				}),
			};
		} finally {
			signal?.removeEventListener('abort', cancel);
			await workflow.expression.releaseIsolate?.();
		}
	}

	/** Releases the expression engine and removes the unpacked package. */
	async stop(): Promise<void> {
		if (this.#usesVm) await this.#host.workflow.Expression.disposeExpressionEngine();
		this.#package.remove();
	}
}

/** An execution before its first node. n8n has a function for it since 2.0. */
function startWith(
	{ createRunExecutionData }: Partial<HostModules['workflow']>,
	{ nodeExecutionStack }: Pick<ExecutionData, 'nodeExecutionStack'>,
): IRunExecutionData {
	return (
		createRunExecutionData?.({ executionData: { nodeExecutionStack } }) ??
		({
			startData: {},
			resultData: { runData: {} },
			executionData: {
				...{ nodeExecutionStack, contextData: {}, metadata: {} },
				...{ waitingExecution: {}, waitingExecutionSource: {} },
			},
		} as unknown as IRunExecutionData)
	);
}

function completeNode(
	node: RunWorkflowOptions['nodes'][number],
	index: number,
	credentials: Credentials,
): INode {
	const used = Object.keys(credentials).map((type) => [type, { id: type, name: type }] as const);
	return {
		id: `node-${index}`,
		typeVersion: 1,
		position: [index * 200, 0],
		...(node.type === APNS_NODE && { credentials: Object.fromEntries(used) }),
		...node,
	};
}

function nodeRun(
	name: string,
	executionData: IRun,
	returned: INodeExecutionData[][] | undefined,
): Omit<NodeRun, 'credentialReads'> {
	const { runData, error } = executionData.data.resultData;
	const task = runData[name]?.[0];
	return {
		items: (task?.data?.['main'] ?? []).map((output) => output ?? []),
		error: task ? task.error : error,
		hints: task?.hints ?? [],
		returned,
		executionData,
	};
}
