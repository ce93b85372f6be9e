import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Action } from '../../../delivery/service/Outcome.ts';
import { errorItem } from '../../errors/nodeErrors.ts';

/** The four outputs, in their order, by what there is to do. */
const OUTPUT_OF: Readonly<Partial<Record<Action, number>>> = {
	none: 0,
	removeToken: 1,
	retryLater: 2,
};

/** Everything that a person or a rule has to look at: what is sent again must never tell somebody twice. */
const FAILED_OUTPUT = 3;

/**
 * As it is written: n8n 1.110 and 2.0 evaluate an expression here, though the parameter takes none, and where it
 * fails n8n has no outputs to put results in. Newer versions take it for text; their sandbox has no `$rawParameter`.
 */
const WRITTEN = '(typeof $rawParameter === "undefined" ? $parameter : $rawParameter)';
const IS_SPLIT = `$parameter["resource"] === "notification" && $parameter["operation"] !== "sendAndWait" && ${WRITTEN}["splitOutputs"] === true`;
const FOUR =
	'["Sent", "Unregistered", "Retry Later", "Failed"].map((displayName) => ({ type: "main", displayName }))';
const ONE = '[{ type: "main" }]';

/** The node's outputs, as an expression: n8n evaluates it in the editor and when the workflow runs. */
export const outputsExpression = `={{${IS_SPLIT} ? ${FOUR} : ${ONE}}}` as const;

/** Takes items one after the other, and has them by output. */
export class Outputs {
	readonly items: INodeExecutionData[][];
	readonly #split: boolean;
	readonly #hasErrorOutput: boolean;

	constructor(context: IExecuteFunctions, split: boolean) {
		this.items = split ? [[], [], [], []] : [[]];
		this.#split = split;
		this.#hasErrorOutput = context.getNode().onError === 'continueErrorOutput';
	}

	/** @param action what there is to do about it */
	add(item: INodeExecutionData, action: Action): void {
		this.#addTo(OUTPUT_OF[action] ?? FAILED_OUTPUT, item);
	}

	/**
	 * An item that is an error. n8n moves those to its error output, from one output after the other: they keep
	 * the order of the input only where all of them come from the same one.
	 *
	 * @param action what there is to do about it; undefined where that is not known
	 */
	addFailure(item: INodeExecutionData, action?: Action): void {
		if (action === undefined || this.#hasErrorOutput) this.#addTo(FAILED_OUTPUT, item);
		else this.add(item, action);
	}

	#addTo(output: number, item: INodeExecutionData): void {
		this.items[this.#split ? output : 0]!.push(item);
	}
}

/** The outputs where one error is that of all input items. */
export function outputsOfFailure(
	context: IExecuteFunctions,
	error: unknown,
	split: boolean,
): INodeExecutionData[][] {
	const outputs = new Outputs(context, split);
	context.getInputData().forEach((_, index) => outputs.addFailure(errorItem(error, index)));
	return outputs.items;
}
