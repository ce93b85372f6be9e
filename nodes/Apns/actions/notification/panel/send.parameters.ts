import type { INodeProperties } from 'n8n-workflow';
import { sendingOptionsParameter } from './sendingOptions.parameters.ts';
import { contentParameters } from './content.parameters.ts';
import { deviceToken } from './deviceToken.parameter.ts';
import { optionNotices, topicNotices } from './notices.parameters.ts';
import { simplifyParameter } from './simplify.parameter.ts';
import { splitOutputsParameter } from './splitOutputs.parameter.ts';
import { topicParameters } from '../../parameters/topic.parameters.ts';

/**
 * What Send asks for, and Preview, options without an effect there included: who switches between the two
 * loses nothing.
 */
export const sendParameters: readonly INodeProperties[] = [
	deviceToken,
	...contentParameters,
	simplifyParameter,
	splitOutputsParameter,
	...topicParameters,
	...topicNotices,
	sendingOptionsParameter,
	...optionNotices,
];
