import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { Fields } from './Fields.ts';
import { compilePlainExpression, NOT_PLAIN, type PlainExpression } from './plainExpression.ts';

/** How a parameter comes to its value. */
type Source =
	| { readonly kind: 'constant'; readonly value: unknown }
	| { readonly kind: 'plain'; readonly resolve: PlainExpression }
	| { readonly kind: 'n8n' };

const BY_N8N: Source = { kind: 'n8n' };

/** The node's parameters: the one place where they are read. Each is looked at once, and resolved per item. */
export class ParameterReader {
	readonly #context: IExecuteFunctions;
	readonly #items: readonly INodeExecutionData[];
	readonly #labels: ReadonlyMap<string, string>;
	readonly #sources = new Map<string, Source>();

	/** @param labels names of parameters as the editor shows them, by `labelsOf` */
	constructor(context: IExecuteFunctions, labels: ReadonlyMap<string, string>) {
		this.#context = context;
		this.#items = context.getInputData();
		this.#labels = labels;
	}

	get itemCount(): number {
		return this.#items.length;
	}

	/** The parameters for one input item. */
	fieldsOf(itemIndex: number): Fields {
		return new Fields(
			(path) => this.#value(path, itemIndex),
			(name) => this.#labels.get(name) ?? name,
		);
	}

	/** Whether the parameters, but for the one named, are the same for all items. */
	isConstantBut(name: string): boolean {
		return [...this.#labels.keys()].every(
			(one) => one === name || !holdsExpression(this.#written(one)),
		);
	}

	#value(path: string, itemIndex: number): unknown {
		const source = this.#sourceOf(path);
		if (source.kind === 'constant') return source.value;
		if (source.kind === 'plain') {
			const value = source.resolve(this.#items[itemIndex]?.json ?? {});
			if (value !== NOT_PLAIN) return value;
		}
		return this.#context.getNodeParameter(path, itemIndex, '');
	}

	#sourceOf(path: string): Source {
		let source = this.#sources.get(path);
		if (source === undefined) {
			source = sourceOf(this.#written(path));
			this.#sources.set(path, source);
		}
		return source;
	}

	/** The parameter as it is written in the workflow, expressions unresolved. */
	#written(path: string): unknown {
		return this.#context.getNodeParameter(path, 0, '', { rawExpressions: true });
	}
}

function sourceOf(written: unknown): Source {
	if (!holdsExpression(written)) return { kind: 'constant', value: written };
	const resolve = typeof written === 'string' ? compilePlainExpression(written) : undefined;
	return resolve === undefined ? BY_N8N : { kind: 'plain', resolve };
}

function holdsExpression(written: unknown): boolean {
	if (typeof written === 'string') return written.startsWith('=');
	if (typeof written !== 'object' || written === null) return false;
	return Object.values(written).some(holdsExpression);
}
