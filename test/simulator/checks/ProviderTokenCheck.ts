import { verify, type KeyObject } from 'node:crypto';
import { reject, type Rejection } from '../Answer.ts';
import type { Environment } from '../environment.ts';
import type { SigningKey, SigningKeys } from '../SigningKeys.ts';

// https://developer.apple.com/documentation/usernotifications/establishing-a-token-based-connection-to-apns
const MAX_AGE_MS = 60 * 60_000;
const MIN_REFRESH_INTERVAL_MS = 20 * 60_000;
// Not from Apple: clocks differ.
const FUTURE_TOLERANCE_MS = 60_000;

/** What a connection remembers about provider tokens. */
export interface TokenBinding {
	/** The team of the first valid token; no other team may follow. */
	teamId: string | undefined;
	/**
	 * An expired token was received: every later one is refused as well, expired or not. Seen in field
	 * reports, for example jchambers/pushy #747 and #783; not documented by Apple.
	 */
	wedged: boolean;
}

/** Settings of the check. */
export interface ProviderTokenRules {
	readonly keys: SigningKeys;
	readonly environment: Environment;
	readonly clock: () => number;
	/** Whether a team with new tokens within 20 minutes gets 429. */
	readonly updates: 'strict' | 'lenient';
}

interface VerifiedToken {
	readonly key: SigningKey;
	readonly issuedAtMs: number;
}

/** Checks the `authorization` header. Verified tokens are cached, because verification is slow. */
export class ProviderTokenCheck {
	/** Every distinct JWT with a valid signature. */
	readonly seen = new Set<string>();

	readonly #rules: ProviderTokenRules;
	readonly #verified = new Map<string, VerifiedToken>();
	readonly #updates = new Map<string, { jwts: Set<string>; lastNewAtMs: number }>();

	constructor(rules: ProviderTokenRules) {
		this.#rules = rules;
	}

	/** The key that signed the token, or why it is refused on this connection. */
	check(authorization: string | undefined, connection: TokenBinding): SigningKey | Rejection {
		if (connection.wedged) return reject('ExpiredProviderToken');
		const jwt = /^bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
		if (jwt === undefined) return reject('MissingProviderToken');

		const token = this.#verified.get(jwt) ?? this.#verify(jwt);
		if ('status' in token) return token;
		const { key, issuedAtMs } = token;

		const ageMs = this.#rules.clock() - issuedAtMs;
		if (ageMs > MAX_AGE_MS || ageMs < -FUTURE_TOLERANCE_MS) {
			connection.wedged = true;
			return reject('ExpiredProviderToken');
		}
		if (this.#rules.updates === 'strict' && this.#isTooEarly(jwt, key.teamId)) {
			return reject('TooManyProviderTokenUpdates');
		}
		// Apple: one connection, one team. The reason is not documented.
		connection.teamId ??= key.teamId;
		return connection.teamId === key.teamId ? key : reject('InvalidProviderToken');
	}

	#verify(jwt: string): VerifiedToken | Rejection {
		const [header = '', claims = '', signature = '', ...rest] = jwt.split('.');
		const { alg, kid } = decode(header);
		const { iss, iat } = decode(claims);
		const issuedAt = secondsOf(iat);
		if (rest.length > 0 || alg !== 'ES256') return reject('InvalidProviderToken');
		if (typeof kid !== 'string' || typeof iss !== 'string' || issuedAt === undefined) {
			return reject('InvalidProviderToken');
		}
		const key = this.#rules.keys.find(iss, kid);
		if (!key) return reject('InvalidProviderToken');
		if (!key.environments.includes(this.#rules.environment)) {
			return reject('BadEnvironmentKeyInToken');
		}
		const signed = isSignedWith(key.publicKey, `${header}.${claims}`, signature);
		if (!signed) return reject('InvalidProviderToken');

		const token = { key, issuedAtMs: issuedAt * 1000 };
		this.#verified.set(jwt, token);
		this.seen.add(jwt);
		return token;
	}

	// Apple documents the interval per connection; its engineers say that it applies per team.
	#isTooEarly(jwt: string, teamId: string): boolean {
		const nowMs = this.#rules.clock();
		const team = this.#updates.get(teamId);
		if (!team) {
			this.#updates.set(teamId, { jwts: new Set([jwt]), lastNewAtMs: nowMs });
			return false;
		}
		if (team.jwts.has(jwt)) return false;
		if (nowMs - team.lastNewAtMs < MIN_REFRESH_INTERVAL_MS) return true;
		team.jwts.add(jwt);
		team.lastNewAtMs = nowMs;
		return false;
	}
}

/**
 * RFC 7518 section 3.4: R and S, 64 bytes. Apple also accepts DER, which is used in the sample request of
 * "Sending notification requests to APNs" and in the openssl script of "Sending push notifications using
 * command-line tools".
 */
function isSignedWith(publicKey: KeyObject, signed: string, signature: string): boolean {
	const bytes = Buffer.from(signature, 'base64url');
	const dsaEncoding = bytes.length === 64 ? 'ieee-p1363' : 'der';
	return verify('sha256', Buffer.from(signed), { key: publicKey, dsaEncoding }, bytes);
}

/** APNSwift writes `iat` as text, PyAPNs2 with a fraction; APNs accepts both. */
function secondsOf(iat: unknown): number | undefined {
	if (typeof iat === 'string' && /^\d{1,12}$/.test(iat)) return Number(iat);
	return typeof iat === 'number' ? iat : undefined;
}

function decode(part: string): Record<string, unknown> {
	try {
		const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString());
		return typeof value === 'object' && value !== null ? { ...value } : {};
	} catch {
		return {};
	}
}
