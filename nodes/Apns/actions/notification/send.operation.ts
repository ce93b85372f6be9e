import {
	updateDisplayOptions,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeProperties,
} from 'n8n-workflow';
import { sendingOptionsParameter } from '../options.parameters.ts';
import { labelsOf } from '../parameters/labelsOf.ts';
import { ParameterReader } from '../parameters/ParameterReader.ts';
import { contentParameters } from './content.parameters.ts';
import { sendTasks, type Plan } from './sendTasks.ts';
import { splitOutputsParameter } from './splitOutputs.ts';
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

const properties = [
	deviceToken,
	...contentParameters,
	splitOutputsParameter,
	sendingOptionsParameter,
];
const labels = labelsOf(properties);

export const description = updateDisplayOptions(
	{ show: { resource: ['notification'], operation: ['send'] } },
	properties,
);

/** One notification per input item; everything may differ from item to item. */
export async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const parameters = new ParameterReader(context, labels);
	return await sendTasks(context, parameters, planTasks);
}

function planTasks({ parameters, readContent }: Plan): Task[] {
	// Built, checked and encoded once where it is the same for all.
	const common = parameters.isConstantBut(deviceToken.name)
		? readContent(parameters.fieldsOf(0))
		: undefined;
	return Array.from({ length: parameters.itemCount }, (_, itemIndex) => {
		try {
			const fields = parameters.fieldsOf(itemIndex);
			return createTask(itemIndex, fields.raw(deviceToken.name), common ?? readContent(fields));
		} catch (error) {
			return { itemIndex, given: null, error };
		}
	});
}
