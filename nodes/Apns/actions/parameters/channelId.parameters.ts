import type { INodeProperties } from 'n8n-workflow';
import { parseChannelId } from '../../notification/channelId.ts';
import type { Fields } from './Fields.ts';
import { SetupError } from '../errors/SetupError.ts';

/** The channel of an operation. */
export const channelIdParameter: INodeProperties = {
	displayName: 'Channel ID',
	name: 'channelId',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. {{ $json.channelId }}',
	description: 'ID that Apple returned when the channel was created',
};

/** @throws {SetupError} */
export function readChannelId(parameters: Fields): string {
	try {
		return parseChannelId(parameters.raw(channelIdParameter.name));
	} catch (error) {
		const description = error instanceof Error ? error.message : '';
		throw new SetupError("'Channel ID' cannot be used", description);
	}
}
