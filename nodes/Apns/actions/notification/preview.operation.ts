import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { readCredentials } from '../credential/credentialOf.ts';
import { errorItem, toNodeError } from '../errors/nodeErrors.ts';
import type { Fields } from '../parameters/Fields.ts';
import { labelsOf } from '../parameters/labelsOf.ts';
import { ParameterReader } from '../parameters/ParameterReader.ts';
import { shownFor } from '../parameters/shownFor.ts';
import { deviceToken } from './panel/deviceToken.parameter.ts';
import { previewOf } from './reading/previewOf.ts';
import { appsOf, readDraft } from './reading/readDraft.ts';
import {
	readLimits,
	readPolicy,
	readResultOptions,
	readSplitOutputs,
} from './reading/readOptions.ts';
import type { TimeContext } from './reading/readUnixTime.ts';
import { addPreviewHint } from './results/previewHint.ts';
import { besideInput } from './results/resultItem.ts';
import { simplifyParameter } from './panel/simplify.parameter.ts';
import { sendParameters } from './panel/send.parameters.ts';
import { Outputs, outputsOfFailure } from './results/Outputs.ts';
import { ENVIRONMENTS, type ApnsCredential } from '../credential/ApnsCredential.ts';

/** Simplify has no effect here. */
const properties = sendParameters.filter((parameter) => parameter !== simplifyParameter);
const labels = labelsOf(properties);

/** The parameters of Preview. */
export const description = shownFor('notification', 'preview', properties);

/**
 * Returns one item per input item that shows what Send would send. Nothing is sent and no connection is opened.
 * Errors that would stop Send stop Preview as well. With Split Outputs, valid notifications go to the first
 * output and all others to the last.
 */
export async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const items = context.getInputData();
	if (items.length === 0) return [[]];
	const parameters = new ParameterReader(context, labels);
	let split = false;
	try {
		split = readSplitOutputs(parameters);
		const outputs = new Outputs(context, split);
		const credentialOf = await readCredentials(context);
		const options = parameters.fieldsOf(0).collection('options');
		const { includeInputFields } = readResultOptions(options);
		readLimits(options);
		const times: TimeContext = { nowMs: Date.now(), timeZone: context.getTimezone() };
		const previews: IDataObject[] = [];
		items.forEach(({ json: input }, item) => {
			try {
				const preview = previewFor(parameters.fieldsOf(item), times, credentialOf(item));
				previews.push(preview);
				const json = includeInputFields ? besideInput(input, preview) : preview;
				const action = preview.valid === true ? 'none' : 'fixNotification';
				outputs.add({ json, pairedItem: { item } }, action);
			} catch (error) {
				if (!context.continueOnFail()) throw toNodeError(context, error, item);
				outputs.addFailure(errorItem(error, item));
			}
		});
		addPreviewHint(context, previews);
		return outputs.items;
	} catch (error) {
		if (!context.continueOnFail()) throw toNodeError(context, error, 0);
		return outputsOfFailure(context, error, split);
	}
}

function previewFor(
	parameters: Fields,
	times: TimeContext,
	credential: ApnsCredential,
): IDataObject {
	const options = parameters.collection('options');
	const draft = readDraft(parameters, { ...times, ...appsOf(credential) });
	readPolicy(options);
	const environment = options.choice('environment', ENVIRONMENTS) ?? credential.environment;
	const { host } = credential.targetFor(environment);
	const given = parameters.raw(deviceToken.name);
	const preview = previewOf(given, draft, credential, environment, times.nowMs);
	return { ...preview, environment, host };
}
