import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ApnsApi } from '../../../credentials/ApnsApi.credentials.ts';
import { ApnsCertificateApi } from '../../../credentials/ApnsCertificateApi.credentials.ts';
import { readCertificateCredential } from '../../../nodes/Apns/actions/credential/certificateCredential.ts';
import { SetupError } from '../../../nodes/Apns/actions/errors/SetupError.ts';
import { APP, appleCertificate, p12Of } from '../../delivery/identity/certificateFiles.ts';
import { expectNothingOf } from '../../delivery/identity/expectNothingOf.ts';
import { hostileValue } from '../parameters/fieldsOf.ts';
import { FIELD_LABELS } from '../../../nodes/Apns/actions/credential/credentialFields.ts';

const DAY_MS = 24 * 60 * 60_000;

const files = await appleCertificate();
const GOOD = {
	format: 'p12',
	p12: p12Of(files, 'secret'),
	passphrase: 'secret',
	certificate: '',
	privateKey: '',
	environment: 'production',
	bundleId: '',
	baseUrl: '',
	caCertificate: '',
};
const PEM = { ...GOOD, format: 'pem', p12: '', passphrase: '', ...files };

const read = async (data: object) =>
	await readCertificateCredential(data as ICredentialDataDecryptedObject);

async function errorOf(data: object): Promise<SetupError> {
	try {
		await read(data);
	} catch (error) {
		expect(error).toBeInstanceOf(SetupError);
		expectNothingOf(files.privateKey, error as Error);
		return error as SetupError;
	}
	throw new Error('It was accepted');
}

async function withTraits(traits: Parameters<typeof appleCertificate>[0]) {
	return { ...PEM, ...(await appleCertificate(traits)) };
}

describe('a credential with a certificate', () => {
	it.each([
		['.p12', GOOD],
		['PEM', PEM],
	])('as %s is ready for delivery, to the app it was made for', async (_, data) => {
		const { signingKey, clientCertificate, environment, bundleId, targetFor } = await read(data);
		expect(signingKey).toBeUndefined();
		expect(environment).toBe('production');
		expect(bundleId).toBe(APP);
		expect(targetFor('production')).toMatchObject({
			host: 'api.push.apple.com',
			clientCertificate,
		});
		expect(targetFor('sandbox').host).toBe('api.sandbox.push.apple.com');
		expect(targetFor('sandbox')).toBe(targetFor('sandbox'));
	});

	it('needs nothing of its form but the certificate', async () => {
		const { p12, passphrase } = GOOD;
		expect((await read({ p12, passphrase })).bundleId).toBe(APP);
	});

	it('for VoIP services alone is for the app that they belong to', async () => {
		const data = await withTraits({ uid: `${APP}.voip`, topics: [`${APP}.voip`] });
		expect((await read(data)).bundleId).toBe(APP);
	});

	it('for device management has its topic', async () => {
		const uid = 'com.apple.mgmt.External.123';
		expect((await read(await withTraits({ uid, topics: [] }))).bundleId).toBe(uid);
	});

	describe('for passes', () => {
		const uid = 'pass.com.example.card';

		it('has the pass type identifier, and no environment to choose', async () => {
			const { bundleId, clientCertificate, targetFor } = await read(await withTraits({ uid }));
			expect(bundleId).toBe(uid);
			expect(clientCertificate).toMatchObject({
				name: `Pass Type ID: ${uid}`,
				topics: [uid],
				environments: ['production'],
			});
			expect(targetFor('production').host).toBe('api.push.apple.com');
			expect(() => targetFor('sandbox')).toThrow(SetupError);
		});

		it('is refused in the sandbox, and for an app, each with its own sentence', async () => {
			const data = await withTraits({ uid });
			expect(await errorOf({ ...data, environment: 'sandbox' })).toMatchObject({
				message: "The certificate is not for the environment 'sandbox'",
				description: expect.stringContaining('It is a Pass Type ID certificate'),
			});
			expect(await errorOf({ ...data, bundleId: APP })).toMatchObject({
				message: "'Bundle ID' in the credential cannot be used",
				description: expect.stringContaining(
					'a Pass Type ID certificate, for pass.com.example.card',
				),
			});
			expect(await errorOf({ ...GOOD, bundleId: uid })).toMatchObject({
				message: "'Bundle ID' in the credential cannot be used",
				description: expect.stringContaining(`is for the app ${APP}, not for passes`),
			});
		});

		it('is found beside the certificate of an app', async () => {
			const passes = await appleCertificate({ uid });
			const p12 = p12Of(files, 'secret', { others: [passes] });
			expect((await read({ ...GOOD, p12 })).bundleId).toBe(APP);
			expect((await read({ ...GOOD, p12, bundleId: uid })).bundleId).toBe(uid);
		});
	});

	it.each([APP, ` ${APP} `])('takes the bundle ID %j', async (bundleId) => {
		expect((await read({ ...GOOD, bundleId })).bundleId).toBe(APP);
	});

	it('takes one of its topics as bundle ID for that of the app that it belongs to', async () => {
		expect((await read({ ...GOOD, bundleId: `${APP}.voip` })).bundleId).toBe(APP);
		expect((await read({ ...GOOD, bundleId: `${APP}.complication` })).bundleId).toBe(APP);
	});

	it.each(['', 'com.acme.voip'])(
		'is for an app whose bundle ID ends like a topic, where the field has %j',
		async (bundleId) => {
			const uid = 'com.acme.voip';
			for (const topics of [undefined, []]) {
				const data = await withTraits(topics === undefined ? { uid } : { uid, topics });
				const { clientCertificate, ...credential } = await read({ ...data, bundleId });
				expect(credential.bundleId).toBe(uid);
				expect(clientCertificate?.bundleIds).toEqual([uid]);
			}
			const data = await withTraits({ uid });
			expect((await errorOf({ ...data, bundleId: 'com.acme' })).description).toContain(uid);
		},
	);

	it('that OpenSSL refuses is refused by its field, before anything is opened', async () => {
		const weak = await withTraits({ keyBits: 512 });
		expect(await errorOf(weak)).toMatchObject({
			message: "'Certificate' in the credential cannot be used",
			description: expect.stringContaining('ee key too small'),
		});
		const { certificate, privateKey } = weak;
		const p12 = p12Of({ certificate, privateKey }, 'secret');
		expect(await errorOf({ ...GOOD, p12 })).toMatchObject({
			message: "'Certificate (.p12)' in the credential cannot be used",
			description: expect.stringContaining('2048-bit RSA key'),
		});
	});

	it('for signing code is refused at Apple, and taken at an address of one’s own', async () => {
		const data = await withTraits({ uid: 'ABCDE12345', topics: [], environments: [] });
		for (const environment of ['production', 'sandbox']) {
			expect(await errorOf({ ...data, environment })).toMatchObject({
				message: 'The certificate in the credential is not a push certificate',
				description: expect.stringContaining("'Apple Push Services: ABCDE12345'"),
			});
		}
		const custom = { ...data, environment: 'custom', baseUrl: 'https://localhost:2197' };
		expect((await read({ ...custom, bundleId: APP })).bundleId).toBe(APP);
	});

	it('of several takes the one for its environment and its app', async () => {
		const [sandbox, production, other] = await Promise.all([
			appleCertificate({ environments: ['sandbox'], notAfter: new Date('2100-01-01') }),
			appleCertificate({ environments: ['production'] }),
			appleCertificate({ uid: 'com.example.other', notAfter: new Date('2110-01-01') }),
		]);
		const p12 = p12Of(sandbox, 'secret', { others: [production, other] });
		const chosen = async (data: object) =>
			(await read({ ...GOOD, p12, ...data })).clientCertificate;
		expect((await chosen({ environment: 'sandbox', bundleId: APP }))?.environments).toEqual([
			'sandbox',
		]);
		expect((await chosen({ bundleId: APP }))?.environments).toEqual(['production']);
		expect((await chosen({ bundleId: 'com.example.other' }))?.topics[0]).toBe('com.example.other');
		const { message, description } = await errorOf({ ...GOOD, p12, bundleId: 'com.example.third' });
		expect(message).toBe("'Certificate (.p12)' in the credential cannot be used");
		expect(description).toContain('It contains 3 certificates, and none of them can be used.');
		expect(description).toContain('it is for com.example.other');
	});

	it('of another app than its bundle ID says so', async () => {
		const { message, description } = await errorOf({ ...GOOD, bundleId: 'com.example.other' });
		expect(message).toBe("'Bundle ID' in the credential cannot be used");
		expect(description).toContain(`The certificate was issued for ${APP}, ${APP}.voip`);
	});

	it('that expired is refused before anything is sent', async () => {
		const validTo = new Date(Date.now() - DAY_MS);
		const data = await withTraits({ notBefore: new Date(0), notAfter: validTo });
		const { message, description } = await errorOf(data);
		expect(message).toBe("'Certificate' in the credential cannot be used");
		expect(description).toContain(`expired on ${validTo.toISOString().slice(0, 10)}`);
		const p12 = p12Of({ certificate: data.certificate, privateKey: data.privateKey }, 'secret');
		expect((await errorOf({ ...GOOD, p12 })).message).toBe(
			"'Certificate (.p12)' in the credential cannot be used",
		);
	});

	it('that is not valid yet is refused', async () => {
		const data = await withTraits({ notBefore: new Date(Date.now() + DAY_MS) });
		expect((await errorOf(data)).description).toContain('not valid before');
	});

	it('is refused in the environment that it is not for, and taken at an address of one’s own', async () => {
		const data = await withTraits({ environments: ['sandbox'] });
		expect(await errorOf(data)).toMatchObject({
			message: "The certificate is not for the environment 'production'",
			description: expect.stringContaining('It is for sandbox.'),
		});
		const { targetFor } = await read({ ...data, environment: 'sandbox' });
		expect(() => targetFor('production')).toThrow(SetupError);
		const custom = { ...data, environment: 'custom', baseUrl: 'https://localhost:2197' };
		expect((await read(custom)).targetFor('custom').port).toBe(2197);
	});

	it('is spoken of by the names in the dialog, as the other one is', () => {
		const forms = [new ApnsApi(), new ApnsCertificateApi()];
		for (const { name, displayName, type } of forms.flatMap(({ properties }) => properties)) {
			if (type === 'notice' || type === 'hidden') continue;
			// Each of the two has its own private key.
			const label = displayName === 'Private Key' ? displayName : FIELD_LABELS[name];
			expect(label, name).toBe(displayName);
		}
	});

	const missing: ReadonlyArray<[string, object, string]> = [
		['.p12', { ...GOOD, p12: '' }, 'Certificate (.p12)'],
		['passphrase', { ...GOOD, passphrase: '' }, 'Passphrase'],
		['certificate', { ...PEM, certificate: '' }, 'Certificate'],
		['private key', { ...PEM, privateKey: '' }, 'Private Key'],
		['base URL', { ...PEM, environment: 'custom' }, 'Base URL'],
	];
	it.each(missing)('without its %s names that field as the dialog does', async (_, data, label) => {
		expect((await errorOf(data)).message).toBe(`'${label}' in the credential cannot be used`);
		const shown = new ApnsCertificateApi().properties.map(({ displayName }) => displayName);
		expect(shown).toContain(label);
	});

	it('of whatever values is ready, or refused by a field; and no key is ever told', async () => {
		const pasted = fc.constantFrom<unknown>('', GOOD.p12, files.certificate, files.privateKey);
		const data = fc.record({
			format: fc.constantFrom<unknown>('p12', 'pem', 'PEM', null, 7),
			p12: fc.oneof(pasted, hostileValue),
			passphrase: fc.oneof(fc.constantFrom<unknown>('', 'secret'), hostileValue),
			certificate: fc.oneof(pasted, hostileValue),
			privateKey: fc.oneof(pasted, hostileValue),
			environment: fc.constantFrom<unknown>('production', 'custom', '', 'moon'),
			bundleId: fc.oneof(fc.constant<unknown>(''), hostileValue),
			baseUrl: fc.oneof(fc.constant<unknown>('https://localhost'), hostileValue, pasted),
			caCertificate: fc.oneof(fc.constant<unknown>(''), hostileValue, pasted),
		});
		await fc.assert(
			fc.asyncProperty(data, async (given) => {
				try {
					expect((await read(given)).clientCertificate?.topics[0]).toBe(APP);
				} catch (error) {
					if (!(error instanceof SetupError)) throw error;
					expectNothingOf(files.privateKey, error);
				}
			}),
		);
	});
});
