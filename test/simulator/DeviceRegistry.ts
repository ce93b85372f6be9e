import { deviceToken } from './deviceToken.ts';
import type { Environment } from './environment.ts';

/** State of the app on a device. */
export type DeviceState =
	| { readonly kind: 'active' }
	/** The app was removed: 410 Unregistered. Without `sinceMs`, at the moment of each request. */
	| { readonly kind: 'unregistered'; readonly sinceMs?: number }
	/** 410 ExpiredToken. */
	| { readonly kind: 'expired'; readonly sinceMs: number };

/** When a device token gets 429 TooManyRequests: always, for its first sends, or after so many. */
export type RateLimit = 'always' | { readonly first: number } | { readonly after: number };

/** Properties of a device, or of many similar devices. */
export interface DeviceTraits {
	readonly bundleId: string;
	readonly environment: Environment;
	readonly state: DeviceState;
	readonly rateLimited?: RateLimit;
}

/** An app on a device, which a device token identifies. */
export interface Device extends DeviceTraits {
	readonly token: string;
}

/** The devices that the simulator knows, by token. Tokens are case-insensitive. */
export class DeviceRegistry {
	// Similar devices share their traits: a million devices are a million map entries.
	readonly #traits = new Map<string, DeviceTraits>();
	readonly #sends = new Map<string, number>();
	readonly #defaults: DeviceTraits;

	constructor(bundleId: string, environment: Environment) {
		this.#defaults = { bundleId, environment, state: { kind: 'active' } };
	}

	get size(): number {
		return this.#traits.size;
	}

	/**
	 * Adds a device and returns its token. Default: an active device with the simulator's own app and
	 * environment.
	 */
	add({ token, ...traits }: Partial<Device> & { token: string }): string {
		this.#traits.set(token.toLowerCase(), { ...this.#defaults, ...traits });
		return token;
	}

	/** Adds similar devices; returns their tokens, which are always the same for the same label. */
	addMany(count: number, traits: Partial<DeviceTraits> = {}, label = 'fleet'): string[] {
		const shared = { ...this.#defaults, ...traits };
		return Array.from({ length: count }, (_, index) => {
			const token = deviceToken(`${label} ${index}`);
			this.#traits.set(token, shared);
			return token;
		});
	}

	get(token: string): Device | undefined {
		const traits = this.#traits.get(token.toLowerCase());
		return traits && { token, ...traits };
	}

	/** Changes a known device: `update(token, { state: { kind: 'unregistered', sinceMs } })`. */
	update(token: string, changes: Partial<DeviceTraits>): void {
		const traits = this.#traits.get(token.toLowerCase());
		if (!traits) throw new Error(`No device has the token ${token}`);
		this.#traits.set(token.toLowerCase(), { ...traits, ...changes });
	}

	/** Counts a push to the device and returns whether it is rate-limited. */
	isRateLimited({ token, rateLimited }: Device): boolean {
		if (rateLimited === undefined) return false;
		if (rateLimited === 'always') return true;
		const key = token.toLowerCase();
		const sends = (this.#sends.get(key) ?? 0) + 1;
		this.#sends.set(key, sends);
		return 'first' in rateLimited ? sends <= rateLimited.first : sends > rateLimited.after;
	}
}
