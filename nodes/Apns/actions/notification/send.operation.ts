import { type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';
import { sendingOptionsParameter } from '../options.parameters.ts';
import { labelsOf } from '../parameters/labelsOf.ts';
import { ParameterReader } from '../parameters/ParameterReader.ts';
import { shownFor } from '../parameters/shownFor.ts';
import { contentParameters } from './content.parameters.ts';
import { deviceToken } from './deviceToken.parameter.ts';
import { optionNotices } from './notices.parameters.ts';
import { planTasksByItem } from './planTasksByItem.ts';
import { sendTasks } from './sendTasks.ts';
import { splitOutputsParameter } from './splitOutputs.ts';

const properties = [
	deviceToken,
	...contentParameters,
	splitOutputsParameter,
	sendingOptionsParameter,
	...optionNotices,
];
const labels = labelsOf(properties);

/** The parameters of Send. */
export const description = shownFor('notification', 'send', properties);

/** One notification per input item; everything may differ from item to item. */
export async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const parameters = new ParameterReader(context, labels);
	return await sendTasks(context, parameters, planTasksByItem(deviceToken.name));
}
