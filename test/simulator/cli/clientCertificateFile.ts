import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ApnsSimulator } from '../ApnsSimulator.ts';
import { toPkcs12 } from '../certificates/pkcs12.ts';

/** A .p12 file with a client certificate and its key, as Keychain Access would export it. */
export interface ClientCertificateFile {
	readonly file: string;
	readonly password: string;
}

const PASSWORD = 'simulator';

/** Writes a client certificate to the state folder; those of earlier starts remain valid. */
export async function writeClientCertificate(
	simulator: ApnsSimulator,
	folder: string,
): Promise<ClientCertificateFile> {
	const file = join(folder, 'client-certificate.p12');
	const certificate = await simulator.createClientCertificate();
	await writeFile(file, toPkcs12(certificate, PASSWORD), { mode: 0o600 });
	return { file, password: PASSWORD };
}
