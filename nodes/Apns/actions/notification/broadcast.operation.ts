import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { bundleIdParameter } from '../parameters/bundleId.parameters.ts';
import { channelIdParameter } from '../parameters/channelId.parameters.ts';
import { sendingOptionsParameter } from './panel/sendingOptions.parameters.ts';
import { labelsOf } from '../parameters/labelsOf.ts';
import { ParameterReader } from '../parameters/ParameterReader.ts';
import { shownFor } from '../parameters/shownFor.ts';
import { shownWhere } from '../parameters/shownWhere.ts';
import { CHANNELS } from './Audience.ts';
import { contentParameters } from './panel/content.parameters.ts';
import { liveActivityEvents, liveActivityParameters } from './panel/liveActivity.parameters.ts';
import { planTasksByItem } from './sending/planTasksByItem.ts';
import { sendTasks } from './sending/sendTasks.ts';
import { simplifyParameter } from './panel/simplify.parameter.ts';
import { splitOutputsParameter } from './panel/splitOutputs.parameter.ts';

const FROM_FIELDS = { payloadMode: ['fields'] };

/** Parameters for starting a Live Activity, which needs a device; a channel only updates and ends it. */
const ofStart = ['attributesType', 'attributes'];
const activityParameters = liveActivityParameters
	.filter(({ name }) => !ofStart.includes(name))
	.map((parameter) => (parameter.name === 'event' ? withoutStart(parameter) : parameter));

function withoutStart(event: INodeProperties): INodeProperties {
	return { ...event, options: liveActivityEvents.filter(({ value }) => value !== 'start') };
}

const payload: INodeProperties = {
	displayName: 'Payload (JSON)',
	name: 'payload',
	type: 'json',
	typeOptions: { rows: 6 },
	default:
		'={\n\t"aps": {\n\t\t"event": "update",\n\t\t"timestamp": {{ Math.floor($now.toSeconds()) }},\n\t\t"content-state": {}\n\t}\n}',
	description: 'The complete payload in Apple\'s format, including "aps"',
	displayOptions: { show: { payloadMode: ['json'] } },
};

const properties = [
	channelIdParameter,
	// Before the parameters that depend on it: n8n drops fields of a collection whose conditions refer to a
	// later parameter.
	...contentParameters.filter(({ name }) => name === 'payloadMode'),
	...shownWhere(FROM_FIELDS, activityParameters),
	payload,
	simplifyParameter,
	splitOutputsParameter,
	bundleIdParameter,
	sendingOptionsParameter,
];
const labels = labelsOf(properties);

/** The parameters of Broadcast. */
export const description = shownFor('notification', 'broadcast', properties);

/** One push per input item, to all Live Activities subscribed to its channel. */
export async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const parameters = new ParameterReader(context, labels);
	const planTasks = planTasksByItem(channelIdParameter.name);
	return await sendTasks(context, parameters, planTasks, { audience: CHANNELS });
}
