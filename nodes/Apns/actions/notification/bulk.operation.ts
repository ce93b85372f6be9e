import {
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeProperties,
} from 'n8n-workflow';
import { isJsonObject } from '../../notification/payload.ts';
import { sendingOptionsParameter } from './panel/sendingOptions.parameters.ts';
import type { Fields } from '../parameters/Fields.ts';
import { labelsOf } from '../parameters/labelsOf.ts';
import { ParameterReader } from '../parameters/ParameterReader.ts';
import { SetupError } from '../errors/SetupError.ts';
import { shownFor } from '../parameters/shownFor.ts';
import { contentParameters } from './panel/content.parameters.ts';
import { addWarning } from './results/countsHint.ts';
import { optionNotices } from './panel/notices.parameters.ts';
import { sendTasks, type Plan } from './sending/sendTasks.ts';
import { createTask, type Content, type Task } from './Task.ts';
import { splitOutputsParameter } from './panel/splitOutputs.parameter.ts';

/** No items come out then, and nothing else would say why. */
const EMPTY_LIST = "Nothing was sent: 'Device Tokens' is an empty list.";

const tokenParameters: INodeProperties[] = [
	{
		displayName: 'Device Tokens From',
		name: 'tokenSource',
		type: 'options',
		options: [
			{
				name: 'Input Items',
				value: 'inputItems',
				description: 'A field of each input item holds one token',
			},
			{
				name: 'List',
				value: 'list',
				description: 'A list, or text with one token after the other',
			},
		],
		default: 'inputItems',
		description: 'Where the list of devices comes from',
	},
	{
		displayName: 'Token Field',
		name: 'tokenField',
		type: 'string',
		required: true,
		default: 'deviceToken',
		placeholder: 'e.g. device.token',
		description: 'Name of the field with the device token; dots lead into objects',
		displayOptions: { show: { tokenSource: ['inputItems'] } },
	},
	{
		displayName: 'Device Tokens',
		name: 'deviceTokens',
		type: 'string',
		typeOptions: { rows: 4 },
		required: true,
		default: '',
		placeholder: 'e.g. {{ $json.tokens }}',
		description: 'A list from an expression, or text separated by commas, blanks or line breaks',
		displayOptions: { show: { tokenSource: ['list'] } },
	},
];

const properties = [
	...tokenParameters,
	...contentParameters,
	splitOutputsParameter,
	sendingOptionsParameter,
	...optionNotices,
];
const labels = labelsOf(properties);

/** The parameters of Send in Bulk. */
export const description = shownFor('notification', 'bulk', properties);

/** One notification to many devices. Its parameters and its credential are those of the first item. */
export async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const parameters = new ParameterReader(context, labels);
	return await sendTasks(context, parameters, (plan) => planTasks(context, plan));
}

function planTasks(context: IExecuteFunctions, plan: Plan): Task[] {
	const fields = plan.parameters.fieldsOf(0);
	const content = plan.readContent(fields, plan.credentialOf(0));
	const source = fields.choice('tokenSource', ['inputItems', 'list'] as const);
	const tasks =
		source === 'list'
			? readList(fields).map((given) => createTask(0, given, content))
			: readFromItems(context, fields).map((given, index) =>
					createTaskOfItem(index, given, content, plan),
				);
	if (tasks.length === 0) addWarning(context, EMPTY_LIST);
	if (plan.resultOptions.skipDuplicates) markDuplicates(tasks);
	return tasks;
}

/** There is one credential: an item for which another one holds is not sent in the name of the first. */
function createTaskOfItem(
	itemIndex: number,
	given: unknown,
	content: Content,
	{ credentialOf }: Plan,
): Task {
	try {
		if (credentialOf(itemIndex) === content.credential) {
			return createTask(itemIndex, given, content);
		}
		throw new SetupError(
			'The credential of this item is another one than that of the first',
			'An expression in the credential makes it differ. Use Send, which takes that of each item, or Send in Bulk once for each credential.',
		);
	} catch (error) {
		return { itemIndex, given, error };
	}
}

/** Hexadecimal text is the same token in either case. */
function markDuplicates(tasks: readonly Task[]): void {
	const firsts = new Map<string, Task>();
	tasks.forEach((task) => {
		const token = task.recipient?.toLowerCase();
		if (token === undefined) return;
		const first = firsts.get(token);
		if (first === undefined) firsts.set(token, task);
		else task.duplicateOf = first;
	});
}

function readFromItems(context: IExecuteFunctions, parameters: Fields): unknown[] {
	const field = parameters.text('tokenField')?.trim();
	if (field === undefined || field === '') {
		throw new SetupError(
			"'Token Field' is empty",
			'Name the field of the input items that holds the device token.',
		);
	}
	const path = field.split('.');
	return context.getInputData().map(({ json }) => valueAt(json, field, path));
}

/** A field whose own name has dots goes before the path. */
function valueAt(json: IDataObject, field: string, path: readonly string[]): unknown {
	if (Object.hasOwn(json, field)) return json[field];
	let value: unknown = json;
	for (const key of path) {
		if (!isJsonObject(value) || !Object.hasOwn(value, key)) return undefined;
		value = value[key];
	}
	return value;
}

/** Tokens as a list, as a JSON list in text, or in text that separates them. */
function readList(parameters: Fields): unknown[] {
	const given = parameters.raw('deviceTokens');
	// A list may have holes, which most methods pass over: each is a token that is missing.
	if (Array.isArray(given)) return Array.from<unknown>(given);
	if (typeof given !== 'string') {
		throw new SetupError(
			"'Device Tokens' is neither a list nor text",
			'Give a list of device tokens, or text separated by commas, blanks or line breaks.',
		);
	}
	// Old device logs put blanks inside <…>: such a token is one, not eight.
	const separated = given.replace(/<[^<>]*>/g, (token) => token.replace(/\s/g, ''));
	return separated.split(/[\s,;"'[\]]+/).filter((token) => token !== '');
}
