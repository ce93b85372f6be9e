import type { INodeParameters } from 'n8n-workflow';

/** The option Delivery Tuning with these values. */
export function tuned(values: INodeParameters): INodeParameters {
	return { deliveryTuning: { values } };
}
