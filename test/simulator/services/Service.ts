import type { Answer } from '../Answer.ts';
import type { ApnsRequest } from '../ApnsRequest.ts';
import type { JudgedConnection } from '../checks/credentialCheck.ts';

/** Pushes to a device, broadcasts to a channel, and channel management. */
export type ServiceName = 'device' | 'broadcast' | 'channels';

/** Context of a request. */
export interface Arrival {
	/** `apns-id` or `apns-request-id`: as sent, or else created for it. */
	readonly id: string;
	readonly connection: JudgedConnection & { readonly number: number };
	readonly stream: number;
}

/** A service of APNs, identified by its paths. */
export interface Service {
	readonly name: ServiceName;
	/** Start of its paths. */
	readonly pathPrefix: string;
	/** The header with the request's ID, which the answer repeats. */
	readonly idHeader: 'apns-id' | 'apns-request-id';
	/** Checks a request and, if it is valid, processes it. */
	process(request: ApnsRequest, arrival: Arrival): Answer;
}
