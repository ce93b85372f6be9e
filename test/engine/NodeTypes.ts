import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypes,
	IVersionedNodeType,
} from 'n8n-workflow';
import type { DirectoryLoader, HostModules } from './hostModules.ts';
import { PASS_THROUGH, passThrough } from './passThrough.ts';

/**
 * The node types of our package and, where it is installed, of n8n-nodes-base, read by n8n's own loaders. Also
 * one that is in every engine: `PASS_THROUGH`.
 */
export class NodeTypes implements INodeTypes {
	readonly #host: HostModules;
	readonly #loaders: Map<string, DirectoryLoader>;

	private constructor(host: HostModules, loaders: Map<string, DirectoryLoader>) {
		this.#host = host;
		this.#loaders = loaders;
	}

	static async load(host: HostModules, packageFolder: string): Promise<NodeTypes> {
		const loaders = new Map<string, DirectoryLoader>([
			['n8n-nodes-apns', new host.core.PackageDirectoryLoader(packageFolder)],
		]);
		const base = join(host.folder, 'n8n-nodes-base');
		if (existsSync(base)) {
			loaders.set('n8n-nodes-base', new host.core.LazyPackageDirectoryLoader(base));
		}
		for (const loader of loaders.values()) await loader.loadAll();
		return new NodeTypes(host, loaders);
	}

	/** The fields of a credential of our package. */
	credentialProperties(type: string) {
		return this.#loader('n8n-nodes-apns').getCredential(type).type.properties;
	}

	getByName(fullName: string): INodeType | IVersionedNodeType {
		if (fullName === PASS_THROUGH) return passThrough;
		const dot = fullName.lastIndexOf('.');
		return this.#loader(fullName.slice(0, dot)).getNode(fullName.slice(dot + 1)).type;
	}

	getByNameAndVersion(fullName: string, version?: number): INodeType {
		return this.#host.workflow.NodeHelpers.getVersionedNodeType(this.getByName(fullName), version);
	}

	getKnownTypes(): IDataObject {
		return {};
	}

	/** The same types, for one run; the results of its nodes are recorded. */
	recording(): RecordingNodeTypes {
		return new RecordingNodeTypes(this);
	}

	#loader(packageName: string): DirectoryLoader {
		const loader = this.#loaders.get(packageName);
		if (!loader) throw new Error(`The engine tests do not load nodes of "${packageName}"`);
		return loader;
	}
}

/**
 * Records what each node's `execute` returned: the engine records nothing of an execution that was stopped, and
 * tests need to see what the node returned.
 */
class RecordingNodeTypes implements INodeTypes {
	readonly #types: NodeTypes;
	readonly #returned = new Map<string, INodeExecutionData[][]>();
	readonly #running = new Set<Promise<unknown>>();

	constructor(types: NodeTypes) {
		this.#types = types;
	}

	getByName(fullName: string): INodeType | IVersionedNodeType {
		return this.#types.getByName(fullName);
	}

	getByNameAndVersion(fullName: string, version?: number): INodeType {
		const type = this.#types.getByNameAndVersion(fullName, version);
		const { execute } = type;
		if (!execute) return type;
		const recorded = Object.create(type) as INodeType;
		// The engine calls it with the execution context as `this`.
		const record = async (context: IExecuteFunctions) => {
			const result = await execute.call(context as never);
			if (Array.isArray(result)) this.#returned.set(context.getNode().name, result);
			return result;
		};
		const running = this.#running;
		recorded.execute = function () {
			const result = record(this as IExecuteFunctions);
			running.add(result);
			return result;
		};
		return recorded;
	}

	getKnownTypes(): IDataObject {
		return {};
	}

	returnedBy(nodeName: string): INodeExecutionData[][] | undefined {
		return this.#returned.get(nodeName);
	}

	/** Waits until no node is running. */
	async settled(): Promise<void> {
		await Promise.allSettled(this.#running);
	}
}
