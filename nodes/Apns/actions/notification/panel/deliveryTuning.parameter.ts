import type { INodeProperties, INodePropertyCollection } from 'n8n-workflow';
import { requestTimeoutOption } from '../../parameters/options.parameters.ts';

/** What fits nobody's needs but those of a few. All of them appear together. */
const tunings: INodeProperties[] = [
	{
		displayName: 'Max Attempts',
		name: 'maxAttempts',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 10 },
		default: 3,
		description:
			'How many times to try a notification when APNs is busy or a connection is lost, including the first time',
	},
	{
		displayName: 'Max Concurrent Streams',
		name: 'maxConcurrentStreams',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 1500 },
		default: 400,
		description:
			'How many notifications may be in flight on one connection, as far as Apple allows it. More is faster only if latency to Apple is high.',
	},
	{
		displayName: 'Max Connections',
		name: 'maxConnections',
		type: 'number',
		typeOptions: { minValue: 1, maxValue: 10 },
		default: 1,
		description: 'How many connections to APNs may be open at the same time',
	},
	{
		displayName: 'Max per Second',
		name: 'maxPerSecond',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 0,
		description:
			'How many notifications to send per second at most, for example to protect your own servers when the apps respond. 0 means no limit.',
	},
	requestTimeoutOption,
];

/**
 * The option Delivery Tuning.
 *
 * @param names of those that have an effect; left out: all
 */
export function deliveryTuningOption(...names: readonly string[]): INodeProperties {
	const values = tunings.filter(({ name }) => names.length === 0 || names.includes(name));
	const collection: INodePropertyCollection = { displayName: 'Values', name: 'values', values };
	return {
		displayName: 'Delivery Tuning',
		name: 'deliveryTuning',
		type: 'fixedCollection',
		default: { values: Object.fromEntries(values.map((one) => [one.name, one.default])) },
		description: 'Attempts, time-outs and limits. The defaults suit most workflows.',
		options: [collection],
	};
}
