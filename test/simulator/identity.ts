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

/** Who the simulator is, and the developer account that it knows. JSON throughout. */
export interface SimulatorIdentity {
	/** 10 characters, `iss` of the provider token. */
	readonly teamId: string;
	/** 10 characters, `kid` of the provider token. */
	readonly keyId: string;
	/** The APNs key (.p8): PKCS#8 PEM. */
	readonly privateKey: string;
	/** The app, and with its suffixes the topics, that the key may send to. */
	readonly bundleId: string;
	/** More apps of the same team. */
	readonly furtherBundleIds: readonly string[];
	/** Where the key is good. Apple's newer keys are bound to one environment. */
	readonly environments: readonly Environment[];
	/** What a client has to trust (PEM). */
	readonly caCertificate: string;
	readonly server: CertifiedKey;
	/** Same names, but from an authority that nobody trusts: for the fault `tlsFailure`. */
	readonly untrustedServer: CertifiedKey;
	/** What Apple is to client certificates. */
	readonly clientAuthority: CertifiedKey;
}

/** Makes a new identity: some milliseconds, so share one between the simulators of a test file. */
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
		environments: ['production', 'sandbox'],
		caCertificate: trusted.caCertificate,
		server: trusted.server,
		untrustedServer: untrusted.server,
		clientAuthority,
		...chosen,
	};
}

/**
 * The identity kept in a folder, made at first use: what a person has pasted into n8n stays valid
 * when the simulator is started again.
 */
export async function loadOrCreateIdentity(folder: string): Promise<SimulatorIdentity> {
	const file = join(folder, 'identity.json');
	let kept: Partial<SimulatorIdentity> = {};
	try {
		kept = JSON.parse(await readFile(file, 'utf8')) as Partial<SimulatorIdentity>;
	} catch (error) {
		if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
	}
	// An older simulator may not have kept all that is needed today.
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
