import type { IDataObject } from 'n8n-workflow';
import type { ApnsEnvironment } from '../../../delivery/identity/environment.ts';
import { NotificationRefusal } from '../../../notification/NotificationRefusal.ts';
import { shorten } from '../../../notification/unixTime.ts';
import type { ParameterReader } from '../../parameters/ParameterReader.ts';
import { readInputField } from './readInputField.ts';

const ENVIRONMENT_FIELD = 'environmentField';

/** `development` is what Apple calls the sandbox in an app's entitlement `aps-environment`. */
const BY_NAME: ReadonlyMap<string, ApnsEnvironment> = new Map([
	['production', 'production'],
	['sandbox', 'sandbox'],
	['development', 'sandbox'],
]);

/** The environment of one device token; undefined if its field is empty. */
export type EnvironmentOfToken = ApnsEnvironment | NotificationRefusal | undefined;

/**
 * The environment of each input item, from the field that Environment Field names.
 *
 * @returns undefined if the parameter is empty
 * @throws {SetupError} if no item has the field
 */
export function readEnvironmentsOfItems(
	parameters: ParameterReader,
	items: readonly IDataObject[],
): EnvironmentOfToken[] | undefined {
	const isSet = parameters.isExpression(ENVIRONMENT_FIELD);
	if (!isSet && parameters.fieldsOf(0).text(ENVIRONMENT_FIELD)?.trim() === undefined)
		return undefined;
	const values = readInputField(parameters, items, ENVIRONMENT_FIELD, isName, 'environment');
	return values.map(environmentOf);
}

function isName(value: unknown): boolean {
	return typeof value === 'string' && BY_NAME.has(value.trim().toLowerCase());
}

function environmentOf(value: unknown): EnvironmentOfToken {
	if (value === undefined || value === null) return undefined;
	const text = typeof value === 'string' ? value.trim() : JSON.stringify(value);
	if (text === '') return undefined;
	return (
		BY_NAME.get(text.toLowerCase()) ??
		new NotificationRefusal(
			'BAD_REQUEST',
			`The environment of this token is '${shorten(text)}'. It must be production or sandbox.`,
		)
	);
}
