import { type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';
import { labelsOf } from '../parameters/labelsOf.ts';
import { ParameterReader } from '../parameters/ParameterReader.ts';
import { shownFor } from '../parameters/shownFor.ts';
import { deviceToken } from './panel/deviceToken.parameter.ts';
import { planTasksByItem } from './sending/planTasksByItem.ts';
import { sendParameters } from './panel/send.parameters.ts';
import { sendTasks } from './sending/sendTasks.ts';

const labels = labelsOf(sendParameters);

/** The parameters of Send. */
export const description = shownFor('notification', 'send', sendParameters);

/** One notification per input item; all parameters may differ from item to item. */
export async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const parameters = new ParameterReader(context, labels);
	return await sendTasks(context, parameters, planTasksByItem(deviceToken.name));
}
