import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { labelsOf } from '../parameters/labelsOf.ts';
import { ParameterReader } from '../parameters/ParameterReader.ts';
import type { Fields } from '../parameters/Fields.ts';
import { SetupError } from '../errors/SetupError.ts';
import { shownFor } from '../parameters/shownFor.ts';
import { addWarning } from './results/countsHint.ts';
import { parametersAfterTokens } from './panel/send.parameters.ts';
import type { ApnsCredential } from '../credential/ApnsCredential.ts';
import { NotificationRefusal } from '../../notification/NotificationRefusal.ts';
import { readTokenList, readTokensOfItems } from './reading/readDeviceTokens.ts';
import { readEnvironmentsOfItems, type EnvironmentOfToken } from './reading/readEnvironments.ts';
import { sendTasks, type Plan } from './sending/sendTasks.ts';
import { turns } from './sending/turns.ts';
import { createTask, type Content, type Task } from './Task.ts';

/** There are no output items in this case, so that only a hint can say why. */
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
				description: 'Each input item has one device token in a field',
			},
			{
				name: 'List',
				value: 'list',
				description: 'One list or text contains all device tokens',
			},
		],
		default: 'inputItems',
		description: 'Where to get the device tokens from',
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
		// Dragging a field inserts its path, not an expression that resolves to the token of the first item.
		requiresDataPath: 'single',
		displayOptions: { show: { tokenSource: ['inputItems'] } },
	},
	{
		displayName: 'Environment Field',
		name: 'environmentField',
		type: 'string',
		default: '',
		placeholder: 'e.g. environment',
		description:
			'Name of the input field that contains production or sandbox for each device token. Leave empty to use the environment of the credential.',
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
	{
		displayName:
			'All devices receive the same notification: expressions below use the first input item. To personalize it for each item, use the operation Send.',
		name: 'firstItemNotice',
		type: 'notice',
		default: '',
	},
];

const properties = [...tokenParameters, ...parametersAfterTokens];
const labels = labelsOf(properties);

/** The parameters of Send in Bulk. */
export const description = shownFor('notification', 'bulk', properties);

/** One notification to many devices. Its parameters and its credential are those of the first item. */
export async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const parameters = new ParameterReader(context, labels);
	return await sendTasks(context, parameters, async (plan) => await planTasks(context, plan), {
		isOfFirstItem: () => tokenSourceOf(parameters.fieldsOf(0)) === 'list',
	});
}

async function planTasks(context: IExecuteFunctions, plan: Plan): Promise<Task[]> {
	const fields = plan.parameters.fieldsOf(0);
	const content = plan.readContent(fields, plan.credentialOf(0));
	const tasks =
		tokenSourceOf(fields) === 'list'
			? await turns.map(readTokenList(fields), (given) => createTask(0, given, content))
			: await planTasksOfItems(context, plan, content);
	if (tasks.length === 0) addWarning(context, EMPTY_LIST);
	if (plan.resultOptions.skipDuplicates) await markDuplicates(tasks);
	return tasks;
}

async function planTasksOfItems(
	context: IExecuteFunctions,
	plan: Plan,
	content: Content,
): Promise<Task[]> {
	const items = context.getInputData().map(({ json }) => json);
	const environments = readEnvironmentsOfItems(plan.parameters, items);
	// A custom server accepts the tokens of both environments.
	const { environment } = content;
	const own = environment === 'custom' ? (['production', 'sandbox'] as const) : [environment];
	const contents = new Map<EnvironmentOfToken, Content>(
		[undefined, ...own].map((one) => [one, content]),
	);
	return await turns.map(readTokensOfItems(plan.parameters, items), (given, index) =>
		createTaskOfItem(index, given, plan, content.credential, () => {
			const ofToken = environments?.[index];
			const known = contents.get(ofToken) ?? contentIn(ofToken, content, plan);
			contents.set(ofToken, known);
			return known;
		}),
	);
}

/** The same notification in the environment of a token, or why it cannot be sent. */
function contentIn(environment: EnvironmentOfToken, content: Content, plan: Plan): Content {
	return environment instanceof NotificationRefusal
		? { ...content, notification: environment }
		: plan.readContent(plan.parameters.fieldsOf(0), content.credential, environment);
}

function tokenSourceOf(fields: Fields): 'inputItems' | 'list' | undefined {
	return fields.choice('tokenSource', ['inputItems', 'list'] as const);
}

/** All items use the credential of the first. An item whose own credential differs is not sent. */
function createTaskOfItem(
	itemIndex: number,
	given: unknown,
	{ credentialOf }: Plan,
	credential: ApnsCredential,
	contentOf: () => Content,
): Task {
	try {
		if (credentialOf(itemIndex) === credential) return createTask(itemIndex, given, contentOf());
		throw new SetupError(
			'The credential of this item differs from that of the first item',
			'An expression in the credential has a different value. Use Send, which uses the credential of each item, or run Send in Bulk once for each credential.',
		);
	} catch (error) {
		return { itemIndex, given, error };
	}
}

/**
 * Uppercase and lowercase text is the same token. The same text in two environments counts as two tokens: only
 * APNs knows where it is valid.
 */
async function markDuplicates(tasks: readonly Task[]): Promise<void> {
	const firstsOf = new Map<Content, Map<string, Task>>();
	await turns.each(tasks, (task) => {
		const { content } = task;
		const token = task.recipient?.toLowerCase();
		if (token === undefined || content === undefined) return;
		const firsts = firstsOf.get(content) ?? new Map<string, Task>();
		firstsOf.set(content, firsts);
		const first = firsts.get(token);
		if (first === undefined) firsts.set(token, task);
		else task.duplicateOf = first;
	});
}
