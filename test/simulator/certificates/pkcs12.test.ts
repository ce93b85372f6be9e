import { createSecureContext } from 'node:tls';
import { beforeAll, expect, test } from 'vitest';
import { createAuthority, type CertifiedKey } from './authority.ts';
import { createClientCertificate } from './createClientCertificate.ts';
import { toPkcs12 } from './pkcs12.ts';

let certificate: CertifiedKey;

beforeAll(async () => {
	const authority = await createAuthority('Test CA');
	certificate = await createClientCertificate(authority, { uid: 'com.example.app' });
});

test.each(['simulator', '', 'pässwörd 🔑'])(
	'OpenSSL opens it with the password "%s"',
	(password) => {
		const pfx = toPkcs12(certificate, password);
		expect(() => createSecureContext({ pfx, passphrase: password })).not.toThrow();
		expect(() => createSecureContext({ pfx, passphrase: 'wrong' })).toThrow('mac verify failure');
	},
);
