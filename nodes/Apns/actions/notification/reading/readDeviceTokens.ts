import type { IDataObject } from 'n8n-workflow';
import { listDeviceTokens } from '../../../notification/deviceTokenList.ts';
import { SetupError } from '../../errors/SetupError.ts';
import type { Fields } from '../../parameters/Fields.ts';
import type { ParameterReader } from '../../parameters/ParameterReader.ts';
import { readInputField } from './readInputField.ts';

const TOKEN_FIELD = 'tokenField';
const TOKEN_LIST = 'deviceTokens';

/**
 * Tokens of all kinds are at least this long, including those that APNs does not accept. Names of fields rarely
 * are.
 */
const MIN_TOKEN_CHARACTERS = 32;

/**
 * The device token of each input item, from the field that Token Field names.
 *
 * @throws {SetupError} if no item has the field
 */
export function readTokensOfItems(
	parameters: ParameterReader,
	items: readonly IDataObject[],
): unknown[] {
	return readInputField(parameters, items, TOKEN_FIELD, isLongText, 'device token');
}

function isLongText(value: unknown): boolean {
	return typeof value === 'string' && value.length >= MIN_TOKEN_CHARACTERS;
}

/** The device tokens of the parameter Device Tokens. @throws {SetupError} */
export function readTokenList(fields: Fields): unknown[] {
	const tokens = listDeviceTokens(fields.raw(TOKEN_LIST));
	if (tokens !== undefined) return tokens;
	throw new SetupError(
		`'${fields.labelOf(TOKEN_LIST)}' is neither a list nor text`,
		'Enter a list of device tokens, or text separated by commas, spaces or line breaks.',
	);
}
