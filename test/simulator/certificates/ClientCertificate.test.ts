import 'reflect-metadata';
import { X509Certificate } from 'node:crypto';
import { Extension } from '@peculiar/x509';
import { expect, test } from 'vitest';
import { UID, appleExtensions, encodeTopics } from './appleExtensions.ts';
import { createAuthority, generateKeyPair, issueCertificate } from './authority.ts';
import { readClientCertificate } from './ClientCertificate.ts';
import { createClientCertificate } from './createClientCertificate.ts';

test('a client certificate says what Apple writes into it', async () => {
	const authority = await createAuthority('Test CA');
	const traits = { uid: 'com.example.app', environments: ['sandbox'] } as const;
	const x509 = new X509Certificate((await createClientCertificate(authority, traits)).certificate);
	expect(x509.subject).toBe('UID=com.example.app\nCN=Apple Push Services: com.example.app');
	expect(x509.publicKey.asymmetricKeyDetails).toMatchObject({ modulusLength: 2048 });
	expect(readClientCertificate(x509)).toMatchObject({
		topics: ['com.example.app', 'com.example.app.voip', 'com.example.app.complication'],
		bundleIds: ['com.example.app'],
		environments: ['sandbox'],
	});
});

test.each([
	['lists its topic', encodeTopics(['com.example.app.voip']), 'com.example.app.voip'],
	['is cut off', encodeTopics(['com.example.app.voip']).subarray(0, 9), 'com.example.app'],
	['is no DER', Buffer.from('topics'), 'com.example.app'],
])('the extension for VoIP services alone %s', async (_how, value, topic) => {
	const { publicKey } = await generateKeyPair();
	const certificate = await issueCertificate(await createAuthority('Test CA'), {
		subject: `${UID}=com.example.app`,
		publicKey,
		extensions: [new Extension(appleExtensions.voipTopics, false, value)],
	});
	expect(readClientCertificate(new X509Certificate(certificate))).toMatchObject({
		topics: [topic],
		bundleIds: ['com.example.app'],
		environments: [],
	});
});
