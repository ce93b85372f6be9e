import type { IDataObject } from 'n8n-workflow';
import { isDeviceToken } from '../../../notification/deviceToken.ts';
import { listDeviceTokens } from '../../../notification/deviceTokenList.ts';
import { SetupError } from '../../errors/SetupError.ts';
import type { Fields } from '../../parameters/Fields.ts';
import { fieldPathsOf, fieldReader, shortened } from '../../parameters/fieldPath.ts';
import type { ParameterReader } from '../../parameters/ParameterReader.ts';

const TOKEN_FIELD = 'tokenField';
const TOKEN_LIST = 'deviceTokens';

/** Tokens of every kind are as long, also those that APNs does not take; names of fields hardly ever are. */
const MIN_TOKEN_CHARACTERS = 32;

/**
 * The device token of each input item, from the field that Token Field names. An expression may give the
 * name, as read for the first item, or each item's token itself, as where the field was dragged into it.
 *
 * @throws {SetupError} where no item has the field
 */
export function readTokensOfItems(
	parameters: ParameterReader,
	items: readonly IDataObject[],
): unknown[] {
	const fields = parameters.fieldsOf(0);
	const name = fields.text(TOKEN_FIELD) ?? '';
	const tokens = items.map(fieldReader(name));
	if (tokens.some((token) => token !== undefined)) return tokens;
	if (parameters.isExpression(TOKEN_FIELD)) {
		const values = items.map((_, index) => parameters.fieldsOf(index).raw(TOKEN_FIELD));
		if (values.some(isLongText)) return values;
	}
	throw noSuchField(fields.labelOf(TOKEN_FIELD), name, items[0] ?? {});
}

function noSuchField(label: string, name: string, firstItem: IDataObject): SetupError {
	const paths = fieldPathsOf(firstItem);
	const found =
		paths.length === 0
			? 'The first item has no fields.'
			: `The first item has these fields: ${paths.join(', ')}. Drag the one with the device token into '${label}', or type its name.`;
	if (name.trim() === '') return new SetupError(`'${label}' is empty`, found);
	const what = isDeviceToken(name)
		? 'holds a device token, not the name of a field'
		: `names a field that no input item has: '${shortened(name)}'`;
	return new SetupError(`'${label}' ${what}`, found);
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
		'Give a list of device tokens, or text separated by commas, spaces or line breaks.',
	);
}
