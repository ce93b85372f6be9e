import { randomInt } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
	createAuthority,
	createServerCertificates,
	generateKeyPair,
	privateKeyPem,
	type CertifiedKey,
} from './certificates/authority.ts';
import type { Environment } from './environment.ts';

const SERVER_NAMES = [
	'127.0.0.1',
	'::1',
	'localhost',
	'api.push.apple.com',
	'api.sandbox.push.apple.com',
	'api-manage-broadcast.push.apple.com',
	'api-manage-broadcast.sandbox.push.apple.com',
];

/** The certificates of the simulator, and the developer account that it knows. Plain JSON. */
export interface SimulatorIdentity {
	/** 10 characters, `iss` of the provider token. */
	readonly teamId: string;
	/** 10 characters, `kid` of the provider token. */
	readonly keyId: string;
	/** The APNs key (.p8): PKCS#8 PEM. */
	readonly privateKey: string;
	/** The app that the key may send to, including topics with a suffix. */
	readonly bundleId: string;
	/** More apps of the same team. */
	readonly furtherBundleIds: readonly string[];
	/** The types of the team's Wallet passes, which the key may send to, too. */
	readonly passTypeIdentifiers: readonly string[];
	/** The environments of the key. Apple's newer keys are bound to one environment. */
	readonly environments: readonly Environment[];
	/** The CA that a client must trust (PEM). */
	readonly caCertificate: string;
	readonly server: CertifiedKey;
	/** Same names, but from an untrusted CA: for the fault `tlsFailure`. */
	readonly untrustedServer: CertifiedKey;
	/** The CA of client certificates. */
	readonly clientAuthority: CertifiedKey;
}

/** Creates an identity. That takes some milliseconds, so share one between the simulators of a test file. */
export async function createIdentity(
	chosen: Partial<SimulatorIdentity> = {},
): Promise<SimulatorIdentity> {
	const [trusted, untrusted, clientAuthority, apnsKey] = await Promise.all([
		createServerCertificates('APNs simulator CA', SERVER_NAMES),
		createServerCertificates('Nobody knows this CA', SERVER_NAMES),
		createAuthority('APNs simulator client CA'),
		generateKeyPair(),
	]);
	return {
		teamId: tenCharacters(),
		keyId: tenCharacters(),
		privateKey: await privateKeyPem(apnsKey.privateKey),
		bundleId: 'com.example.app',
		furtherBundleIds: [],
		passTypeIdentifiers: ['pass.com.example.card'],
		environments: ['production', 'sandbox'],
		caCertificate: trusted.caCertificate,
		server: trusted.server,
		untrustedServer: untrusted.server,
		clientAuthority,
		...chosen,
	};
}

/**
 * Loads the identity from a folder, or creates it there: what the user has pasted into n8n remains valid
 * when the simulator is restarted.
 */
export async function loadOrCreateIdentity(folder: string): Promise<SimulatorIdentity> {
	const file = join(folder, 'identity.json');
	let kept: Partial<SimulatorIdentity> = {};
	try {
		kept = JSON.parse(await readFile(file, 'utf8')) as Partial<SimulatorIdentity>;
	} catch (error) {
		if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
	}
	// A file of an older simulator may lack some properties.
	const identity = await createIdentity(kept);
	await mkdir(folder, { recursive: true });
	await writeFile(file, JSON.stringify(identity, null, '\t') + '\n', { mode: 0o600 });
	return identity;
}

/** Apple's team and key IDs: ten capital letters and digits. */
export function tenCharacters(): string {
	const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
	return Array.from({ length: 10 }, () => alphabet[randomInt(alphabet.length)]).join('');
}
