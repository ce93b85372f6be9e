import type { Environment } from './environment.ts';
import type { RequestHeard } from './Exchange.ts';
import type { SimulatorIdentity } from './identity.ts';
import type { Phone } from './phone/Phone.ts';

/** A push to a device as somebody who looks on wants to see it. */
export interface PushHeard {
	readonly deviceToken: string;
	readonly pushType: string | undefined;
	/** `200`, `403 InvalidProviderToken`, `no answer (reset)`. */
	readonly answer: string;
}

/** How a simulator is to be. */
export interface SimulatorOptions {
	/** TCP port on 127.0.0.1, for pushes and broadcasts. Default: 0, any free one. */
	port?: number;
	/** TCP port on 127.0.0.1, for the management of channels. Default: 0, any free one. */
	managementPort?: number;
	/** Default: `sandbox`, where answers carry `apns-unique-id` as well. */
	environment?: Environment;
	/** Default: made anew. */
	identity?: SimulatorIdentity;
	/** Milliseconds since 1970. Default: `Date.now`. */
	clock?: () => number;
	/** What becomes of well-formed device tokens nobody has added. Default: `reject`. */
	unknownDevices?: 'reject' | 'accept';
	/**
	 * Whether a team gets 429 TooManyProviderTokenUpdates for a new provider token within 20 minutes
	 * of the last. Default: `lenient`, it does not: a client that starts again has to bring a new one.
	 */
	providerTokenUpdates?: 'strict' | 'lenient';
	/**
	 * Which spelling of a reason where Apple's servers and Apple's pages disagree:
	 * `BroadcastFeatureNotEnabled` or `FeatureNotEnabled`, `BadEnvironmentKeyInToken` or
	 * `BadEnvironmentKeyIdInToken`. Default: `observed`, that of the servers.
	 */
	spelling?: 'observed' | 'documented';
	/** `counts`: the ledger keeps one number per device token, for very long runs. */
	ledger?: 'entries' | 'counts';
	/** Gets all notifications to devices that are accepted, and answers what they ask. Stops with the simulator. */
	phone?: Phone | undefined;
	/** Called for each request when it was answered, or when it is certain that it will not be. */
	onRequest?: (request: RequestHeard) => void;
	/** The same, for pushes to devices only. */
	onPush?: (push: PushHeard) => void;
}
