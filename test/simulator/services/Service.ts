import type { Answer } from '../Answer.ts';
import type { ApnsRequest } from '../ApnsRequest.ts';
import type { JudgedConnection } from '../checks/credentialCheck.ts';

/** Pushes to one device, broadcasts to a channel, and the management of channels. */
export type ServiceName = 'device' | 'broadcast' | 'channels';

/** How a request came in. */
export interface Arrival {
	/** `apns-id` or `apns-request-id`: as sent, else as made for it. */
	readonly id: string;
	readonly connection: JudgedConnection & { readonly number: number };
	readonly stream: number;
}

/** One of the things APNs does for providers, known by its paths. */
export interface Service {
	readonly name: ServiceName;
	/** What its paths begin with. */
	readonly pathPrefix: string;
	/** The header that names a request, echoed in the answer. */
	readonly idHeader: 'apns-id' | 'apns-request-id';
	/** Judges a request and, where nothing is wrong with it, does what it asks for. */
	process(request: ApnsRequest, arrival: Arrival): Answer;
}
