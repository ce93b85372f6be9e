import { createHash, type KeyObject } from 'node:crypto';
import { SignJWT } from 'jose';
import { systemClock, type Clock } from '../time/Clock.ts';

/** A signed provider token. */
export interface ProviderToken {
	readonly jwt: string;
	/** The `iat` claim, Unix seconds. */
	readonly issuedAtSeconds: number;
}

/** Who signs: the three things a person types into the credential, the key already parsed. */
export interface SigningKey {
	readonly teamId: string;
	readonly keyId: string;
	readonly privateKey: KeyObject;
}

/**
 * "Establishing a token-based connection to APNs": refresh no more than once every 20 minutes and no less
 * than once every 60.
 */
const RENEW_AFTER_MS = 50 * 60_000;

/** The same page: APNs rejects a token whose `iat` is more than an hour old. */
export const PROVIDER_TOKEN_LIFETIME_SECONDS = 60 * 60;

/**
 * The provider token of one team and key. Apple counts new ones per team (answer 429
 * TooManyProviderTokenUpdates), so all deliveries of a process share one source and callers that come
 * while a token is being signed share that signing.
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
	 * The token in use, or undefined where one has to be signed first ({@link renew}).
	 *
	 * @param dateMs since 1970
	 */
	current(dateMs = this.#clock.dateMs()): ProviderToken | undefined {
		const token = this.#token;
		if (token === undefined) return undefined;
		const ageMs = dateMs - token.issuedAtSeconds * 1000;
		// A negative age is a clock that was set back: the token's `iat` now lies in the future.
		return ageMs < RENEW_AFTER_MS && ageMs > -60_000 ? token : undefined;
	}

	/** The token in use, signed if there is none. */
	async get(): Promise<ProviderToken> {
		return this.current() ?? (await this.renew());
	}

	/** Signs a new token; callers at the same time get the same one. */
	async renew(): Promise<ProviderToken> {
		this.#signing ??= this.#sign().finally(() => {
			this.#signing = undefined;
		});
		return await this.#signing;
	}

	/** APNs said ExpiredProviderToken: drop that token, unless it has been replaced already. */
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

/** The `authorization` header; none where a client certificate has said who connects. */
export function authorizationOf(token: ProviderToken | undefined): string[] {
	return token === undefined ? [] : ['authorization', `bearer ${token.jwt}`];
}

/** A name for a signing key that gives nothing of it away and changes with any part of it. */
export function fingerprintOf({ teamId, keyId, privateKey }: SigningKey): string {
	const hash = createHash('sha256');
	hash.update(JSON.stringify([teamId, keyId]));
	hash.update(privateKey.export({ format: 'der', type: 'pkcs8' }));
	return hash.digest('base64url');
}
