import type { INodeProperties } from 'n8n-workflow';
import { DEFAULT_POLICY } from '../../delivery/service/policy.ts';
import type { Fields } from './Fields.ts';

/** The option Environment. */
export const environmentOption: INodeProperties = {
	displayName: 'Environment',
	name: 'environment',
	type: 'options',
	options: [
		{
			name: 'Custom',
			value: 'custom',
			description: 'The Base URL in the credential, if its Environment is Custom',
		},
		{
			name: 'Production',
			value: 'production',
			description: 'Apps from the App Store, TestFlight or ad hoc distribution',
		},
		{
			name: 'Sandbox',
			value: 'sandbox',
			description: 'Apps run from Xcode, on a device or in Simulator',
		},
	],
	default: 'sandbox',
	description: 'Use a different environment than the one in the credential',
};

/** The option Request Timeout. */
export const requestTimeoutOption: INodeProperties = {
	displayName: 'Request Timeout',
	name: 'requestTimeout',
	type: 'number',
	typeOptions: { minValue: 100, maxValue: 600000 },
	default: 30000,
	description: 'How many milliseconds to wait for a connection to APNs or for a response',
};

/** An Options collection. */
export function optionsParameter(entries: INodeProperties[]): INodeProperties {
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: entries,
	};
}

/** The Options collection of the operations that do not send notifications. */
export const connectionOptionsParameter = optionsParameter([
	environmentOption,
	requestTimeoutOption,
]);

/** Milliseconds. @throws {SetupError} */
export function readRequestTimeoutMs(options: Fields): number {
	return options.number('requestTimeout', 100, 600_000) ?? DEFAULT_POLICY.requestTimeoutMs;
}
