import {
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeProperties,
} from 'n8n-workflow';
import { listDeviceTokens } from '../../notification/deviceTokenList.ts';
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
import { createTask, type Task } from './Task.ts';
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
		description: 'A list from an expression, or text separated by commas, spaces or line breaks',
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

/** One notification to many devices. Its parameters are read once, for the first item. */
export async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const parameters = new ParameterReader(context, labels);
	return await sendTasks(context, parameters, (plan) => planTasks(context, plan));
}

function planTasks(context: IExecuteFunctions, plan: Plan): Task[] {
	const fields = plan.parameters.fieldsOf(0);
	const content = plan.readContent(fields);
	const source = fields.choice('tokenSource', ['inputItems', 'list'] as const);
	const tasks =
		source === 'list'
			? readList(fields).map((given) => createTask(0, given, content))
			: readFromItems(context, fields).map((given, index) => createTask(index, given, content));
	if (tasks.length === 0) addWarning(context, EMPTY_LIST);
	if (plan.resultOptions.skipDuplicates) markDuplicates(tasks);
	return tasks;
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

/** The device tokens of the parameter Device Tokens. @throws {SetupError} */
function readList(fields: Fields): unknown[] {
	const tokens = listDeviceTokens(fields.raw('deviceTokens'));
	if (tokens !== undefined) return tokens;
	throw new SetupError(
		`'${fields.labelOf('deviceTokens')}' is neither a list nor text`,
		'Give a list of device tokens, or text separated by commas, spaces or line breaks.',
	);
}
