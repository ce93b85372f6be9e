import { createRequire } from 'node:module';
import { join } from 'node:path';
import type {
	ICredentialType,
	INodeType,
	IRun,
	IVersionedNodeType,
	IRunExecutionData,
	IWorkflowDataProxyAdditionalKeys,
	IWorkflowExecuteAdditionalData,
	Workflow,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { fromEnvironment } from '../setup/environment.ts';
import { temporaryFolder } from '../setup/temporaryFolder.mjs';

/** A run that can be stopped as a user stops an execution. */
export interface CancelableRun extends Promise<IRun> {
	cancel(): void;
}

/** n8n's loader for the nodes and credentials of a package. */
export interface DirectoryLoader {
	loadAll(): Promise<void>;
	getNode(name: string): { type: INodeType | IVersionedNodeType };
	getCredential(name: string): { type: ICredentialType };
}

/** The part of n8n-core that the engine tests use; the package itself is only in n8n's own folder. */
export interface N8nCore {
	WorkflowExecute: new (
		additionalData: IWorkflowExecuteAdditionalData,
		mode: WorkflowExecuteMode,
		runExecutionData: IRunExecutionData,
	) => { processRunExecutionData(workflow: Workflow): CancelableRun };
	ExecutionLifecycleHooks: new (
		mode: WorkflowExecuteMode,
		executionId: string,
		workflowData: object,
	) => object;
	getAdditionalKeys: (
		additionalData: IWorkflowExecuteAdditionalData,
		mode: WorkflowExecuteMode,
		runExecutionData: IRunExecutionData | null,
		options: { isCredential: boolean },
	) => IWorkflowDataProxyAdditionalKeys;
	PackageDirectoryLoader: new (folder: string) => DirectoryLoader;
	LazyPackageDirectoryLoader: new (folder: string) => DirectoryLoader;
}

/** n8n's own modules, from the n8n that the end-to-end tests also run. */
export interface HostModules {
	/** The n8n's `node_modules`. */
	folder: string;
	core: N8nCore;
	workflow: typeof import('n8n-workflow');
}

/** What evaluates expressions: in this process or in a sandbox. */
export type ExpressionEngine = 'legacy' | 'vm';

/** How n8n evaluates expressions in production, with its defaults. */
export const PRODUCTION_EXPRESSIONS = {
	engine: 'vm',
	poolSize: 1,
	maxCodeCacheSize: 1024,
	bridgeTimeout: 5000,
	bridgeMemoryLimit: 128,
} as const;

/** Loads n8n-core and n8n-workflow into this process. */
export function loadHostModules(): HostModules {
	// n8n-core writes its settings when it is loaded. They must not go into the user's home folder.
	process.env['N8N_USER_FOLDER'] ??= temporaryFolder('engine');
	process.env['N8N_LOG_LEVEL'] ??= 'silent';
	const folder = join(fromEnvironment('N8N_FOLDER'), 'node_modules');
	const require = createRequire(join(folder, 'package.json'));
	return {
		folder,
		core: require('n8n-core') as N8nCore,
		workflow: require('n8n-workflow') as typeof import('n8n-workflow'),
	};
}

/** What evaluates expressions in this n8n: earlier versions have no sandbox. */
export function expressionEngines(): ExpressionEngine[] {
	const { Expression } = loadHostModules().workflow;
	return 'initExpressionEngine' in Expression ? ['legacy', 'vm'] : ['legacy'];
}

/** What evaluates them in production. */
export function productionEngine(): ExpressionEngine {
	return expressionEngines().at(-1)!;
}
