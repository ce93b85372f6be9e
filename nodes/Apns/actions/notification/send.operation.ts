import {
	updateDisplayOptions,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeProperties,
} from 'n8n-workflow';
import { sendingOptionsParameter } from '../options.parameters.ts';
import { labelsOf, readParameters } from '../parameters/readParameters.ts';
import { contentParameters } from './content.parameters.ts';
import { sendTasks, type Plan } from './sendTasks.ts';
import { createTask, type Task } from './Task.ts';

const deviceToken: INodeProperties = {
	displayName: 'Device Token',
	name: 'deviceToken',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. {{ $json.deviceToken }}',
	description: 'Where the notification goes to: the hexadecimal text that the app got from iOS',
};

const properties = [deviceToken, ...contentParameters, sendingOptionsParameter];
const labels = labelsOf(properties);

export const description = updateDisplayOptions(
	{ show: { resource: ['notification'], operation: ['send'] } },
	properties,
);

/** One notification per input item; everything may differ from item to item. */
export async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[]> {
	return await sendTasks(
		context,
		(itemIndex) => readParameters(context, itemIndex, labels),
		(plan) => context.getInputData().map((_, itemIndex) => taskOf(plan, itemIndex)),
	);
}

function taskOf(plan: Plan, itemIndex: number): Task {
	try {
		const parameters = plan.parametersOf(itemIndex);
		const content = plan.readContent(parameters);
		return createTask(itemIndex, parameters.raw('deviceToken'), content);
	} catch (error) {
		return { itemIndex, given: null, error };
	}
}
