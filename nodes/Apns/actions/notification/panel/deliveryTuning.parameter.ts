import type { INodeProperties, INodePropertyCollection } from 'n8n-workflow';
import { requestTimeoutOption } from '../../parameters/options.parameters.ts';

/** Settings that few workflows need. The panel adds all of them together. */
const tunings: INodeProperties[] = [
	{
		displayName: 'Max Attempts',
		name: 'maxAttempts',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 10 },
		default: 3,
		description:
			'How many times to try to send a notification if APNs is busy or the connection is lost, including the first attempt',
	},
	{
		displayName: 'Max Concurrent Streams',
		name: 'maxConcurrentStreams',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 1500 },
		default: 1000,
		description:
			'How many notifications can be in flight on one connection at most. Up to this number and the limit that Apple sets, the node uses as many as make sending faster.',
	},
	{
		displayName: 'Max Connections',
		name: 'maxConnections',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 10 },
		default: 4,
		description:
			'How many connections to APNs can be open at the same time at most. The node opens another one only if that makes sending faster.',
	},
	{
		displayName: 'Max per Second',
		name: 'maxPerSecond',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 0,
		description:
			'Maximum number of notifications to send per second, for example to protect your servers from the requests of the apps. 0 means no limit.',
	},
	requestTimeoutOption,
];

/**
 * The option Delivery Tuning.
 *
 * @param names of the settings that have an effect; all of them if omitted
 */
export function deliveryTuningOption(...names: readonly string[]): INodeProperties {
	const values = tunings.filter(({ name }) => names.length === 0 || names.includes(name));
	const collection: INodePropertyCollection = { displayName: 'Values', name: 'values', values };
	return {
		displayName: 'Delivery Tuning',
		name: 'deliveryTuning',
		type: 'fixedCollection',
		default: { values: Object.fromEntries(values.map((one) => [one.name, one.default])) },
		description: 'Attempts, timeout and limits. The defaults suit most workflows.',
		options: [collection],
	};
}
