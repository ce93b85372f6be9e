import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { ICredentialType, INode, INodeParameters, INodeType } from 'n8n-workflow';
import { InstalledPackage } from '../engine/installedPackage.ts';
import { fromEnvironment } from '../setup/environment.ts';

type N8nWorkflow = typeof import('n8n-workflow');

/** The packed package, loaded with one version of n8n-workflow. */
export interface LoadedPackage {
	readonly helpers: N8nWorkflow['NodeHelpers'];
	readonly node: INodeType;
	readonly credentials: readonly ICredentialType[];
}

/** Loads the packed package as an n8n with this copy of n8n-workflow does. */
export function loadBeside(n8nWorkflowFolder: string): LoadedPackage {
	const installed = new InstalledPackage(fromEnvironment('APNS_TARBALL'), n8nWorkflowFolder);
	try {
		const require = createRequire(join(installed.folder, 'package.json'));
		const { n8n } = require('./package.json') as {
			n8n: { nodes: [string]; credentials: string[] };
		};
		const make = <T>(file: string): T => {
			const [Type] = Object.values(require(`./${file}`) as Record<string, new () => T>);
			if (Type === undefined) throw new Error(`${file} exports nothing`);
			return new Type();
		};
		return {
			helpers: (require('n8n-workflow') as N8nWorkflow).NodeHelpers,
			node: make(n8n.nodes[0]),
			credentials: n8n.credentials.map((file) => make<ICredentialType>(file)),
		};
	} finally {
		installed.remove();
	}
}

/** What n8n makes of a node with these settings, in the editor and before it runs. */
export interface Panel {
	/** With the defaults of unchanged parameters. */
	readonly values: INodeParameters;
	/** The content of a workflow file. */
	readonly stored: INodeParameters | null;
	/** The names of the fields in the panel. */
	readonly shown: readonly string[];
	/** The names of the empty fields that prevent n8n from running the node. */
	readonly missing: readonly string[];
}

/** Resolves the parameters of our node. Throws if n8n cannot, in which case the node is unusable. */
export function panelOf(
	{ helpers, node: type }: LoadedPackage,
	parameters: INodeParameters,
): Panel {
	const { description } = type;
	const { properties } = description;
	const { getNodeParameters, getNodeParametersIssues, displayParameter } = helpers;
	const node = (given: INodeParameters): INode => ({
		...{ id: '', name: 'APNs', type: 'n8n-nodes-apns.apns', typeVersion: 1, position: [0, 0] },
		parameters: given,
	});
	const resolve = (returnDefaults: boolean) =>
		getNodeParameters(properties, parameters, returnDefaults, false, node({}), description);
	const values = resolve(true) ?? {};
	const issues = getNodeParametersIssues(properties, node(values), description);
	return {
		values,
		stored: resolve(false),
		shown: properties
			.filter((property) => displayParameter(values, property, node({}), description))
			.map(({ name }) => name),
		missing: Object.keys(issues?.parameters ?? {}),
	};
}

/** What n8n makes of the entries in a credential's dialog. */
export function dialogOf(
	{ helpers }: LoadedPackage,
	{ properties }: ICredentialType,
	entries: INodeParameters,
): Pick<Panel, 'values' | 'shown'> {
	const values = helpers.getNodeParameters(properties, entries, true, false, null, null) ?? {};
	return {
		values,
		shown: properties
			.filter((property) => helpers.displayParameter(values, property, null, null))
			.map(({ name }) => name),
	};
}
