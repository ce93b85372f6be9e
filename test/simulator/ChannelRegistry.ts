import { hash, randomBytes } from 'node:crypto';

/** Apple: what a channel stores for devices that are offline. 0: nothing, 1: the latest message. */
export type StoragePolicy = 0 | 1;

/** A broadcast channel. */
export interface Channel {
	readonly id: string;
	readonly bundleId: string;
	readonly storagePolicy: StoragePolicy;
}

/** "Sending channel management requests to APNs": per app and environment. */
const CHANNEL_LIMIT = 10_000;

/** The broadcast channels of all apps, and which apps may have channels. */
export class ChannelRegistry {
	readonly #channels = new Map<string, Map<string, Channel>>();
	readonly #deleted = new Set<string>();
	readonly #withoutBroadcast = new Set<string>();
	readonly #defaultBundleId: string;

	constructor(defaultBundleId: string) {
		this.#defaultBundleId = defaultBundleId;
	}

	/** Adds a channel, by default for the simulator's own app and without storage; returns its ID. */
	add({
		bundleId = this.#defaultBundleId,
		storagePolicy = 0,
		id = newChannelId(),
	}: Partial<Channel> = {}): string {
		this.#of(bundleId).set(id, { id, bundleId, storagePolicy });
		return id;
	}

	get(id: string, bundleId = this.#defaultBundleId): Channel | undefined {
		return this.#of(bundleId).get(id);
	}

	/** The IDs of an app's channels, in order of creation. */
	ids(bundleId = this.#defaultBundleId): string[] {
		return [...this.#of(bundleId).keys()];
	}

	/** Deletes a channel; false if it does not exist. */
	delete(id: string, bundleId = this.#defaultBundleId): boolean {
		const deleted = this.#of(bundleId).delete(id);
		if (deleted) this.#deleted.add(`${bundleId}/${id}`);
		return deleted;
	}

	/** Whether the channel existed and was deleted. */
	isDeleted(id: string, bundleId: string): boolean {
		return this.#deleted.has(`${bundleId}/${id}`);
	}

	isFull(bundleId: string): boolean {
		return this.#of(bundleId).size >= CHANNEL_LIMIT;
	}

	/**
	 * Enables or disables an app's broadcast capability. It is enabled at first. Disabling it deletes all of
	 * the app's channels ("Setting up broadcast push notifications").
	 */
	setCapability(enabled: boolean, bundleId = this.#defaultBundleId): void {
		if (enabled) this.#withoutBroadcast.delete(bundleId);
		else {
			this.#withoutBroadcast.add(bundleId);
			for (const id of this.ids(bundleId)) this.delete(id, bundleId);
		}
	}

	hasCapability(bundleId: string): boolean {
		return !this.#withoutBroadcast.has(bundleId);
	}

	#of(bundleId: string): Map<string, Channel> {
		const channels = this.#channels.get(bundleId) ?? new Map<string, Channel>();
		this.#channels.set(bundleId, channels);
		return channels;
	}
}

/** A channel ID that is always the same for the same name. */
export function channelId(name: string): string {
	return Buffer.from(hash('sha256', `channel ${name}`), 'hex')
		.subarray(0, 16)
		.toString('base64');
}

// As seen from Apple: 24 characters of base64.
function newChannelId(): string {
	return randomBytes(16).toString('base64');
}
