import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { sendingOptionsParameter } from './panel/sendingOptions.parameters.ts';
import { labelsOf } from '../parameters/labelsOf.ts';
import { ParameterReader } from '../parameters/ParameterReader.ts';
import type { Fields } from '../parameters/Fields.ts';
import { SetupError } from '../errors/SetupError.ts';
import { shownFor } from '../parameters/shownFor.ts';
import { contentParameters } from './panel/content.parameters.ts';
import { addWarning } from './results/countsHint.ts';
import { optionNotices } from './panel/notices.parameters.ts';
import { readTokenList, readTokensOfItems } from './reading/readDeviceTokens.ts';
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
		description:
			'Name of the input field with the device token. Drag the field here or type its name. Use dot notation for nested fields.',
		// Dragging a field gives its path, not an expression that comes to the first item's token.
		requiresDataPath: 'single',
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

/** One notification to many devices. Its parameters and its credential are those of the first item. */
export async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const parameters = new ParameterReader(context, labels);
	return await sendTasks(context, parameters, (plan) => planTasks(context, plan), {
		isOfFirstItem: () => tokenSourceOf(parameters.fieldsOf(0)) === 'list',
	});
}

function planTasks(context: IExecuteFunctions, plan: Plan): Task[] {
	const fields = plan.parameters.fieldsOf(0);
	const content = plan.readContent(fields, plan.credentialOf(0));
	const items = context.getInputData().map(({ json }) => json);
	const tasks =
		tokenSourceOf(fields) === 'list'
			? readTokenList(fields).map((given) => createTask(0, given, content))
			: readTokensOfItems(plan.parameters, items).map((given, index) =>
					createTaskOfItem(index, given, content, plan),
				);
	if (tasks.length === 0) addWarning(context, EMPTY_LIST);
	if (plan.resultOptions.skipDuplicates) markDuplicates(tasks);
	return tasks;
}

function tokenSourceOf(fields: Fields): 'inputItems' | 'list' | undefined {
	return fields.choice('tokenSource', ['inputItems', 'list'] as const);
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
