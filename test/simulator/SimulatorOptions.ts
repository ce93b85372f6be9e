import type { Environment } from './environment.ts';
import type { RequestHeard } from './Exchange.ts';
import type { SimulatorIdentity } from './identity.ts';
import type { Phone } from './phone/Phone.ts';

/** A push to a device, for logs. */
export interface PushHeard {
	readonly deviceToken: string;
	readonly pushType: string | undefined;
	/** `200`, `403 InvalidProviderToken`, `no answer (reset)`. */
	readonly answer: string;
}

/** Options of a simulator. */
export interface SimulatorOptions {
	/** TCP port on 127.0.0.1, for pushes and broadcasts. Default: 0, any free one. */
	port?: number;
	/** TCP port on 127.0.0.1, for channel management. Default: 0, any free one. */
	managementPort?: number;
	/** Default: `sandbox`, whose answers also have `apns-unique-id`, and which has no Wallet passes. */
	environment?: Environment;
	/** Default: a new one. */
	identity?: SimulatorIdentity;
	/** Milliseconds since 1970. Default: `Date.now`. */
	clock?: () => number;
	/** How to treat well-formed device tokens that were not added. Default: `reject`. */
	unknownDevices?: 'reject' | 'accept';
	/**
	 * `strict`: a team gets 429 TooManyProviderTokenUpdates for a new provider token within 20 minutes of the
	 * last. Default: `lenient`, because a client that restarts needs a new one.
	 */
	providerTokenUpdates?: 'strict' | 'lenient';
	/**
	 * Which spelling to use if Apple's servers and Apple's pages disagree: `BroadcastFeatureNotEnabled` or
	 * `FeatureNotEnabled`, `BadEnvironmentKeyInToken` or `BadEnvironmentKeyIdInToken`. Default: `observed`,
	 * that of the servers.
	 */
	spelling?: 'observed' | 'documented';
	/** `counts`: the ledger keeps one number per device token, for very long runs. */
	ledger?: 'entries' | 'counts';
	/** Receives all accepted notifications to devices, and answers their questions. Stops with the simulator. */
	phone?: Phone | undefined;
	/** Called for each request when it is answered, or when it certainly will not be. */
	onRequest?: (request: RequestHeard) => void;
	/** The same, for pushes to devices only. */
	onPush?: (push: PushHeard) => void;
}
