import type { INodeProperties } from 'n8n-workflow';
import { sendingOptionsParameter } from './sendingOptions.parameters.ts';
import { contentParameters } from './content.parameters.ts';
import { deviceToken } from './deviceToken.parameter.ts';
import { optionNotices, topicNotices } from './notices.parameters.ts';
import { simplifyParameter } from './simplify.parameter.ts';
import { splitOutputsParameter } from './splitOutputs.parameter.ts';
import { topicParameters } from '../../parameters/topic.parameters.ts';

/** What Send and Send in Bulk have after their device tokens. */
export const parametersAfterTokens: readonly INodeProperties[] = [
	...contentParameters,
	simplifyParameter,
	splitOutputsParameter,
	...topicParameters,
	...topicNotices,
	sendingOptionsParameter,
	...optionNotices,
];

/**
 * The parameters of Send and Preview. Preview includes options that have no effect there, so that no values are
 * lost when switching between the two.
 */
export const sendParameters: readonly INodeProperties[] = [deviceToken, ...parametersAfterTokens];
