import 'reflect-metadata';
import { X509Certificate } from 'node:crypto';
import { Extension } from '@peculiar/x509';
import { describe, expect, it } from 'vitest';
import { permissionsOf } from '../../../nodes/Apns/delivery/identity/certificateExtensions.ts';
import {
	UID,
	appleExtensions,
	encodeTopics,
} from '../../simulator/certificates/appleExtensions.ts';
import {
	createAuthority,
	generateKeyPair,
	issueCertificate,
} from '../../simulator/certificates/authority.ts';
import { APP, appleCertificate } from './certificateFiles.ts';

const authority = await createAuthority('Test CA');

async function withExtension(oid: string, value: Buffer): Promise<X509Certificate> {
	const { publicKey } = await generateKeyPair();
	const extensions = [new Extension(oid, false, value)];
	const subject = `${UID}=${APP}`;
	return new X509Certificate(await issueCertificate(authority, { subject, publicKey, extensions }));
}

const MDM = 'com.apple.mgmt.External.123';
const many = Array.from({ length: 40 }, (_, number) => `${APP}.number${number}`);

describe('what Apple wrote into a certificate', () => {
	it.each([
		[['sandbox'], ['sandbox']],
		[['production'], ['production']],
		[
			['sandbox', 'production'],
			['production', 'sandbox'],
		],
		[[], []],
	] as const)('environments %j', async (environments, expected) => {
		const x509 = new X509Certificate((await appleCertificate({ environments })).certificate);
		expect(permissionsOf(x509).environments).toEqual(expected);
	});

	it.each([
		['one topic', [APP], [APP]],
		['many topics', many, many],
		['no list of topics, but its subject', [], [APP]],
	])('%s', async (_, topics, expected) => {
		const x509 = new X509Certificate((await appleCertificate({ topics })).certificate);
		expect(permissionsOf(x509).topics).toEqual(expected);
	});

	it('a pass type identifier, which is for production only', async () => {
		const uid = 'pass.com.example.card';
		const x509 = new X509Certificate((await appleCertificate({ uid })).certificate);
		expect(permissionsOf(x509)).toEqual({
			topics: [uid],
			bundleIds: [uid],
			environments: ['production'],
		});
	});

	const VOIP_APP = 'com.acme.voip';
	it.each<[string, Parameters<typeof appleCertificate>[0], string[]]>([
		['its topics', {}, [APP]],
		['its topics, though it ends like one', { uid: VOIP_APP }, [VOIP_APP]],
		['its subject, though it ends like one', { uid: VOIP_APP, topics: [] }, [VOIP_APP]],
		[
			'a topic of VoIP services alone',
			{ uid: `${VOIP_APP}.voip`, topics: [`${VOIP_APP}.voip`] },
			[VOIP_APP],
		],
		[
			'topics of services alone',
			{ uid: APP, topics: [`${APP}.voip`, `${APP}.complication`] },
			[APP],
		],
		[
			'topics of several apps',
			{ topics: [APP, `${APP}.voip`, 'com.example.watch', 'com.example.watch.complication'] },
			[APP, 'com.example.watch'],
		],
		['the topic of device management', { uid: MDM, topics: [] }, [MDM]],
		['nothing', { uid: 'ABCDE12345', topics: [], environments: [] }, []],
	])('the app, by %s', async (_, traits, bundleIds) => {
		const x509 = new X509Certificate((await appleCertificate(traits)).certificate);
		expect(permissionsOf(x509).bundleIds).toEqual(bundleIds);
	});

	it('the UID of a certificate for signing code is no topic', async () => {
		const traits = { uid: 'ABCDE12345', topics: [], environments: [] };
		const x509 = new X509Certificate((await appleCertificate(traits)).certificate);
		expect(permissionsOf(x509).topics).toEqual([]);
	});

	it('the topic of VoIP services alone', async () => {
		const x509 = await withExtension(appleExtensions.voipTopics, encodeTopics([`${APP}.voip`]));
		expect(permissionsOf(x509)).toEqual({
			topics: [`${APP}.voip`],
			bundleIds: [APP],
			environments: [],
		});
	});

	it.each([
		['cut off', encodeTopics([`${APP}.voip`]).subarray(0, 9)],
		['empty', Buffer.alloc(0)],
		['of a length that never ends', Buffer.from('3084ffffffff', 'hex')],
		['of indefinite length', Buffer.from('30800c0161', 'hex')],
		['no DER', Buffer.from('topics')],
	])('a list that is %s is none: the subject counts', async (_, value) => {
		const x509 = await withExtension(appleExtensions.topics, value);
		expect(permissionsOf(x509).topics).toEqual([APP]);
	});

	it('nothing, where a certificate is not from Apple', () => {
		expect(permissionsOf(new X509Certificate(authority.certificate))).toEqual({
			topics: [],
			bundleIds: [],
			environments: [],
		});
	});
});
