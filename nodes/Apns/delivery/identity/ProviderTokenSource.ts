import { createHash, type KeyObject } from 'node:crypto';
import { SignJWT } from 'jose';
import { systemClock, type Clock } from '../time/Clock.ts';

/** A signed provider token. */
export interface ProviderToken {
	readonly jwt: string;
	/** The `iat` claim, Unix seconds. */
	readonly issuedAtSeconds: number;
}

/** The signing key of a credential, already parsed. */
export interface SigningKey {
	readonly teamId: string;
	readonly keyId: string;
	readonly privateKey: KeyObject;
}

/**
 * "Establishing a token-based connection to APNs": refresh no more than once every 20 minutes and no less
 * than once every 60 minutes.
 */
const RENEW_AFTER_MS = 50 * 60_000;

/** The same page: APNs rejects a token whose `iat` is more than an hour old. */
export const PROVIDER_TOKEN_LIFETIME_SECONDS = 60 * 60;

/**
 * The provider token of one team and key. Apple limits new tokens per team (429
 * TooManyProviderTokenUpdates), so all deliveries of a process share one source, and callers that arrive
 * while a token is being signed wait for that token.
 */
export class ProviderTokenSource {
	readonly #key: SigningKey;
	readonly #clock: Clock;
	#token: ProviderToken | undefined;
	#signing: Promise<ProviderToken> | undefined;

	constructor(key: SigningKey, clock: Clock = systemClock) {
		this.#key = key;
		this.#clock = clock;
	}

	/**
	 * The current token, or undefined if one must be signed first ({@link renew}).
	 *
	 * @param dateMs since 1970
	 */
	current(dateMs = this.#clock.dateMs()): ProviderToken | undefined {
		const token = this.#token;
		if (token === undefined) return undefined;
		const ageMs = dateMs - token.issuedAtSeconds * 1000;
		// A negative age means that the clock was set back: the token's `iat` is in the future.
		return ageMs < RENEW_AFTER_MS && ageMs > -60_000 ? token : undefined;
	}

	/** The current token; signs one if there is none. */
	async get(): Promise<ProviderToken> {
		return this.current() ?? (await this.renew());
	}

	/** Signs a new token; concurrent callers get the same one. */
	async renew(): Promise<ProviderToken> {
		this.#signing ??= this.#sign().finally(() => {
			this.#signing = undefined;
		});
		return await this.#signing;
	}

	/** APNs answered ExpiredProviderToken: drops that token, unless it was already replaced. */
	expire(token: ProviderToken): void {
		if (this.#token === token) this.#token = undefined;
	}

	async #sign(): Promise<ProviderToken> {
		const { teamId, keyId, privateKey } = this.#key;
		const issuedAtSeconds = Math.floor(this.#clock.dateMs() / 1000);
		const jwt = await new SignJWT()
			.setProtectedHeader({ alg: 'ES256', kid: keyId })
			.setIssuer(teamId)
			.setIssuedAt(issuedAtSeconds)
			.sign(privateKey);
		this.#token = { jwt, issuedAtSeconds };
		return this.#token;
	}
}

/** The `authorization` header; none with a client certificate. */
export function authorizationOf(token: ProviderToken | undefined): string[] {
	return token === undefined ? [] : ['authorization', `bearer ${token.jwt}`];
}

/** Changes with any part of a signing key, and reveals none of it. */
export function fingerprintOf({ teamId, keyId, privateKey }: SigningKey): string {
	const hash = createHash('sha256');
	hash.update(JSON.stringify([teamId, keyId]));
	hash.update(privateKey.export({ format: 'der', type: 'pkcs8' }));
	return hash.digest('base64url');
}
