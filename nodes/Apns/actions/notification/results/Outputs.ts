import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { Action } from '../../../delivery/service/Outcome.ts';
import { errorItem } from '../../errors/nodeErrors.ts';

/** The index of the output for each action. */
const OUTPUT_OF: Readonly<Partial<Record<Action, number>>> = {
	none: 0,
	removeToken: 1,
	retryLater: 2,
};

/**
 * For everything that needs a decision. Retry Later has only what can be sent again without notifying anyone
 * twice.
 */
const FAILED_OUTPUT = 3;

/**
 * The parameter with expressions unresolved. n8n 1.110 and 2.0 evaluate an expression here although the
 * parameter does not allow one, and if it fails, n8n has no outputs for the results. Later versions treat it as
 * text; their sandbox has no `$rawParameter`.
 */
const WRITTEN = '(typeof $rawParameter === "undefined" ? $parameter : $rawParameter)';
const IS_SPLIT = `$parameter["resource"] === "notification" && $parameter["operation"] !== "sendAndWait" && ${WRITTEN}["splitOutputs"] === true`;
const FOUR =
	'["Sent", "Unregistered", "Retry Later", "Failed"].map((displayName) => ({ type: "main", displayName }))';
const ONE = '[{ type: "main" }]';

/** The node's outputs, as an expression: n8n evaluates it in the editor and when the workflow runs. */
export const outputsExpression = `={{${IS_SPLIT} ? ${FOUR} : ${ONE}}}` as const;

/** Collects items by output. */
export class Outputs {
	readonly items: INodeExecutionData[][];
	readonly #split: boolean;
	readonly #hasErrorOutput: boolean;

	constructor(context: IExecuteFunctions, split: boolean) {
		this.items = split ? [[], [], [], []] : [[]];
		this.#split = split;
		this.#hasErrorOutput = context.getNode().onError === 'continueErrorOutput';
	}

	/**
	 * @param action what to do about it
	 */
	add(item: INodeExecutionData, action: Action): void {
		this.#addTo(OUTPUT_OF[action] ?? FAILED_OUTPUT, item);
	}

	/**
	 * An item with an error. n8n moves such items to its error output, one output after the other, so they keep
	 * the order of the input only if all of them come from the same output.
	 *
	 * @param action what to do about it; undefined if that is not known
	 */
	addFailure(item: INodeExecutionData, action?: Action): void {
		if (action === undefined || this.#hasErrorOutput) this.#addTo(FAILED_OUTPUT, item);
		else this.add(item, action);
	}

	#addTo(output: number, item: INodeExecutionData): void {
		this.items[this.#split ? output : 0]!.push(item);
	}
}

/** The outputs if one error applies to all input items. */
export function outputsOfFailure(
	context: IExecuteFunctions,
	error: unknown,
	split: boolean,
): INodeExecutionData[][] {
	const outputs = new Outputs(context, split);
	context.getInputData().forEach((_, index) => outputs.addFailure(errorItem(error, index)));
	return outputs.items;
}
