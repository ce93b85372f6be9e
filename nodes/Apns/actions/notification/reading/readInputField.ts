import type { IDataObject } from 'n8n-workflow';
import { isDeviceToken } from '../../../notification/deviceToken.ts';
import { SetupError } from '../../errors/SetupError.ts';
import { fieldPathsOf, fieldReader, shortened } from '../../parameters/fieldPath.ts';
import type { ParameterReader } from '../../parameters/ParameterReader.ts';

/**
 * The values of the input field that a parameter names, one for each input item. An expression may return the
 * name (for the first item) or the value of each item, for example if someone dragged the field into the
 * parameter.
 *
 * @param parameter contains the field's name
 * @param isValue distinguishes a value from a field's name
 * @param what the field contains, for errors: `device token`
 * @throws {SetupError} if no item has the field
 */
export function readInputField(
	parameters: ParameterReader,
	items: readonly IDataObject[],
	parameter: string,
	isValue: (value: unknown) => boolean,
	what: string,
): unknown[] {
	const fields = parameters.fieldsOf(0);
	const name = fields.text(parameter) ?? '';
	const values = items.map(fieldReader(name));
	if (values.some((value) => value !== undefined)) return values;
	if (parameters.isExpression(parameter)) {
		const own = items.map((_, index) => parameters.fieldsOf(index).raw(parameter));
		if (own.some(isValue)) return own;
	}
	throw noSuchField(fields.labelOf(parameter), name, items[0] ?? {}, what);
}

function noSuchField(
	label: string,
	name: string,
	firstItem: IDataObject,
	what: string,
): SetupError {
	const paths = fieldPathsOf(firstItem);
	const found =
		paths.length === 0
			? 'The first item has no fields.'
			: `The first item has these fields: ${paths.join(', ')}. Drag the one with the ${what} into '${label}', or type its name.`;
	if (name.trim() === '') return new SetupError(`'${label}' is empty`, found);
	const fault = isDeviceToken(name)
		? 'contains a device token, not the name of a field'
		: `names a field that no input item has: '${shortened(name)}'`;
	return new SetupError(`'${label}' ${fault}`, found);
}
