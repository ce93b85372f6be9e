import { type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';
import { sendingOptionsParameter } from '../options.parameters.ts';
import { labelsOf } from '../parameters/labelsOf.ts';
import { ParameterReader } from '../parameters/ParameterReader.ts';
import { shownFor } from '../parameters/shownFor.ts';
import { contentParameters } from './content.parameters.ts';
import { deviceToken } from './deviceToken.parameter.ts';
import { optionNotices } from './notices.parameters.ts';
import { sendTasks, type Plan } from './sendTasks.ts';
import { splitOutputsParameter } from './splitOutputs.ts';
import { createTask, type Task } from './Task.ts';

const properties = [
	deviceToken,
	...contentParameters,
	splitOutputsParameter,
	sendingOptionsParameter,
	...optionNotices,
];
const labels = labelsOf(properties);

export const description = shownFor('notification', 'send', properties);

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
