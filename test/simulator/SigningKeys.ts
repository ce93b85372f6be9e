import {
	createPrivateKey,
	createPublicKey,
	generateKeyPairSync,
	type KeyObject,
} from 'node:crypto';
import type { Environment } from './environment.ts';
import { tenCharacters } from './identity.ts';

/** A key for provider tokens, as the simulator knows it. */
export interface SigningKey {
	readonly teamId: string;
	readonly keyId: string;
	readonly publicKey: KeyObject;
	readonly bundleIds: readonly string[];
	readonly environments: readonly Environment[];
}

/** A key to register; missing properties are generated. */
export interface NewKey {
	teamId?: string;
	keyId?: string;
	/** PKCS#8 PEM. */
	privateKey?: string;
	/** SPKI PEM, instead of `privateKey`. */
	publicKey?: string;
	/** The apps it may send to. Default: those of the simulator's identity. */
	bundleIds?: readonly string[];
	/** Default: both. */
	environments?: readonly Environment[];
}

/** What a client needs to use a registered key. */
export interface Credential {
	readonly teamId: string;
	readonly keyId: string;
	/** PKCS#8 PEM; empty if only the public key was given. */
	readonly privateKey: string;
	readonly bundleIds: readonly string[];
}

/** The keys registered with the simulator, of any team. */
export class SigningKeys {
	readonly #keys = new Map<string, SigningKey>();
	readonly #defaultBundleIds: readonly string[];

	constructor(defaultBundleIds: readonly string[]) {
		this.#defaultBundleIds = defaultBundleIds;
	}

	add(key: NewKey): Credential {
		const { teamId = tenCharacters(), keyId = tenCharacters() } = key;
		const { bundleIds = this.#defaultBundleIds, environments = ['production', 'sandbox'] } = key;
		const privateKey = key.privateKey ?? (key.publicKey === undefined ? newPrivateKey() : '');
		const publicKey = createPublicKey(key.publicKey ?? createPrivateKey(privateKey));
		this.#keys.set(`${teamId}/${keyId}`, { teamId, keyId, publicKey, bundleIds, environments });
		return { teamId, keyId, privateKey, bundleIds };
	}

	find(teamId: string, keyId: string): SigningKey | undefined {
		return this.#keys.get(`${teamId}/${keyId}`);
	}
}

function newPrivateKey(): string {
	const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
	return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}
