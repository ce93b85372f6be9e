import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { isJsonObject, type JsonObject } from '../../notification/payload.ts';
import { Fields, objectSource, type FieldSource } from './Fields.ts';
import { compilePlainExpression, NOT_PLAIN, type PlainExpression } from './plainExpression.ts';

/** How a parameter gets its value. */
type Source =
	| { readonly kind: 'constant'; readonly value: unknown; readonly fields: FieldSource | undefined }
	| { readonly kind: 'plain'; readonly resolve: PlainExpression }
	/** An object with expressions inside. */
	| { readonly kind: 'collection'; readonly written: JsonObject }
	| { readonly kind: 'n8n' };

/** Reads the node's parameters; nothing else does. Each parameter is inspected once and resolved per item. */
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
		return new Fields(this.#within('', itemIndex), this.#labelOf);
	}

	/** A parameter as it is written in the workflow, with expressions unresolved. */
	written(path: string): unknown {
		return this.#context.getNodeParameter(path, 0, '', { rawExpressions: true });
	}

	/** Whether all parameters except the named one are the same for all items. */
	isConstantBut(name: string): boolean {
		return [...this.#labels.keys()].every(
			(one) => one === name || !holdsExpression(this.written(one)),
		);
	}

	/** Whether a parameter is an expression. */
	isExpression(name: string): boolean {
		return holdsExpression(this.written(name));
	}

	readonly #labelOf = (name: string) => this.#labels.get(name) ?? name;

	/** Each field of a collection is resolved separately, and only when it is read. */
	#within(prefix: string, itemIndex: number, written?: JsonObject): FieldSource {
		return {
			valueOf: (name) =>
				written === undefined || Object.hasOwn(written, name)
					? this.#value(prefix + name, itemIndex)
					: undefined,
			collectionOf: (name) => {
				const source = this.#sourceOf(prefix + name);
				if (source.kind === 'collection') {
					return this.#within(`${prefix}${name}.`, itemIndex, source.written);
				}
				if (source.kind === 'constant' && source.fields !== undefined) return source.fields;
				return objectSource({ [name]: this.#value(prefix + name, itemIndex) }).collectionOf(name);
			},
		};
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
			source = sourceOf(this.written(path));
			this.#sources.set(path, source);
		}
		return source;
	}
}

function sourceOf(written: unknown): Source {
	if (!holdsExpression(written)) {
		const fields = isJsonObject(written)
			? { ...objectSource(written), made: new Map<string, unknown>() }
			: undefined;
		return { kind: 'constant', value: written, fields };
	}
	if (isJsonObject(written)) return { kind: 'collection', written };
	const resolve = typeof written === 'string' ? compilePlainExpression(written) : undefined;
	return resolve === undefined ? { kind: 'n8n' } : { kind: 'plain', resolve };
}

function holdsExpression(written: unknown): boolean {
	if (typeof written === 'string') return written.startsWith('=');
	if (typeof written !== 'object' || written === null) return false;
	return Object.values(written).some(holdsExpression);
}
