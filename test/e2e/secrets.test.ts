import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ICredentialDataDecryptedObject, INodeParameters } from 'n8n-workflow';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ApnsSimulator } from '../simulator/ApnsSimulator.ts';
import { toPkcs12 } from '../simulator/certificates/pkcs12.ts';
import { deviceToken } from '../simulator/deviceToken.ts';
import type { Fault } from '../simulator/faults/Fault.ts';
import { N8nServer } from './N8nServer.ts';
import {
	CERTIFICATE_CREDENTIAL_TYPE,
	CREDENTIAL_TYPE,
	simulatorCertificate,
	simulatorCredential,
} from './simulatorCredential.ts';
import { sendWorkflow, START } from './workflows.ts';
import { tuned } from '../engine/testkit/tuned.ts';

const send = { operation: 'send', deviceToken: '={{ $json.deviceToken }}', title: 'Hello' };
const answer = (status: number, reason: string): Fault => ({ kind: 'answer', status, reason });

/** Every way that a run can end: errors in the set-up, in the network and at APNs. */
const ENDINGS: Array<[string, { parameters?: INodeParameters; data?: object; fault?: Fault }]> = [
	['accepted', {}],
	['JSON that does not parse', { parameters: { customData: '{' } }],
	['no topic', { data: { bundleId: '' } }],
	['a damaged key', { data: { privateKey: 'cut' } }],
	['a key ID that is not the key’s', { data: { keyId: 'WRONGKEY00' } }],
	[
		'failOnRejection',
		{ parameters: { options: { failOnRejection: true } }, fault: answer(410, 'Unregistered') },
	],
	['403 ExpiredProviderToken', { fault: answer(403, 'ExpiredProviderToken') }],
	['403 Forbidden', { fault: answer(403, 'Forbidden') }],
	['429', { fault: answer(429, 'TooManyRequests') }],
	['500', { fault: answer(500, 'InternalServerError') }],
	['a connection that is reset', { fault: { kind: 'disconnect', when: 'afterProcessing' } }],
	['a stream that is reset', { fault: { kind: 'reset', code: 2, when: 'afterProcessing' } }],
	[
		'a time-out',
		{ parameters: { options: tuned({ requestTimeout: 300 }) }, fault: { kind: 'silent' } },
	],
	[
		'GOAWAY with an error',
		{ fault: { kind: 'goaway', errorCode: 2, lastStreamId: 0, debugData: 'Oops' } },
	],
	['refused connections', { fault: { kind: 'refuseConnection' } }],
	['an untrusted certificate', { fault: { kind: 'tlsFailure', how: 'untrusted' } }],
	['HTTP/1.1', { fault: { kind: 'wrongAlpn' } }],
	['health', { parameters: { resource: 'connection', operation: 'health' } }],
];

let simulator: ApnsSimulator;
let n8n: N8nServer;

beforeAll(async () => {
	simulator = await ApnsSimulator.start({ unknownDevices: 'accept' });
	n8n = await N8nServer.start({ environment: { N8N_LOG_LEVEL: 'debug' } });
});

afterAll(async () => {
	await n8n?.stop();
	await simulator?.stop();
});

test('no key, no provider token and no Authorization header in items, errors, logs or the database, however a run ends', async () => {
	const shown: string[] = [];
	for (const [name, { parameters, data, fault }] of ENDINGS) {
		const fields = { ...simulatorCredential(simulator), ...data };
		// A damaged key begins like the real one.
		if ('privateKey' in (data ?? {})) {
			fields['privateKey'] = simulator.identity.privateKey.slice(0, 120);
		}
		const credential = await n8n.createCredential(name, CREDENTIAL_TYPE, fields);
		simulator.faults.clear();
		shown.push(JSON.stringify(await n8n.testCredential(credential, fields)));
		if (fault !== undefined) simulator.faults.add(fault);
		const workflow = sendWorkflow(name, [deviceToken(name)], { ...send, ...parameters });
		const id = await n8n.runManually(await n8n.importWorkflow(workflow, credential), START);
		await n8n.waitForExecution(id);
		shown.push(JSON.stringify(await n8n.rest.get(`/rest/executions/${id}`)));
	}
	shown.push(n8n.log, ...databaseFiles(join(n8n.userFolder, '.n8n')));

	expect(simulator.connections.providerTokensSeen.size).toBeGreaterThan(0);
	const everything = shown.join('\n');
	expect(everything).toContain('Unregistered');
	for (const secret of secrets()) expect(everything).not.toContain(secret);
	expect(everything).not.toMatch(/bearer\s+eyJ/i);
}, 300_000);

test('nothing of a certificate’s key, its .p12 file or its passphrase either', async () => {
	const passphrase = `passphrase ${randomUUID()}`;
	const files = await simulator.createClientCertificate();
	const p12 = toPkcs12(files, passphrase).toString('base64');
	const good = { ...simulatorCertificate(simulator, files), p12, passphrase };
	const pem = { ...good, format: 'pem', p12: '', ...files };
	const endings: Array<[string, ICredentialDataDecryptedObject, Fault?]> = [
		['a .p12', good],
		['PEM', pem],
		['another passphrase', { ...good, passphrase: `${passphrase}!` }],
		['a damaged .p12', { ...good, p12: p12.slice(0, 1200) }],
		['a damaged key', { ...pem, privateKey: files.privateKey.slice(0, 900) }],
		['a key in the wrong field', { ...pem, certificate: files.privateKey }],
		['a key instead of a .p12', { ...good, p12: files.privateKey }],
		['403 BadCertificate', good, answer(403, 'BadCertificate')],
		['an untrusted server', good, { kind: 'tlsFailure', how: 'untrusted' }],
	];
	const shown: string[] = [];
	for (const [name, fields, fault] of endings) {
		const credential = await n8n.createCredential(name, CERTIFICATE_CREDENTIAL_TYPE, fields);
		simulator.faults.clear();
		shown.push(JSON.stringify(await n8n.testCredential(credential, fields)));
		if (fault !== undefined) simulator.faults.add(fault);
		for (const parameters of [send, { resource: 'connection', operation: 'health' }]) {
			const workflow = sendWorkflow(name, [deviceToken(name)], {
				...parameters,
				authentication: 'certificate',
			});
			const id = await n8n.runManually(await n8n.importWorkflow(workflow, credential), START);
			await n8n.waitForExecution(id);
			shown.push(JSON.stringify(await n8n.rest.get(`/rest/executions/${id}`)));
		}
	}
	shown.push(n8n.log, ...databaseFiles(join(n8n.userFolder, '.n8n')));

	const everything = shown.join('\n');
	expect(everything).toContain('Notification accepted by APNs');
	expect(everything).toContain('BadCertificate');
	expect(everything).toContain('does not open the .p12 file');
	const key = files.privateKey.replace(/-----[A-Z ]+-----|\s/g, '');
	// Every RSA key in PKCS#8 begins with the same bytes: only the rest is unique.
	const pieces = [key.slice(64), p12.slice(64)].flatMap((text) => text.match(/.{16}/g) ?? []);
	for (const secret of [passphrase, ...pieces]) expect(everything).not.toContain(secret);
}, 300_000);

/** The key in pieces that are short enough to find a part of it, and every provider token that was sent. */
function secrets(): string[] {
	const body = simulator.identity.privateKey.replace(/-----[A-Z ]+-----|\s/g, '');
	// Every P-256 key in PKCS#8 begins with the same 35 bytes: only what follows is its own.
	const own = body.slice(52);
	const pieces = Array.from({ length: own.length - 15 }, (_, at) => own.slice(at, at + 16));
	const tokens = [...simulator.connections.providerTokensSeen].flatMap((jwt) =>
		jwt.split('.').slice(1),
	);
	return [...pieces, ...tokens];
}

function databaseFiles(folder: string): string[] {
	return readdirSync(folder)
		.filter((name) => name.startsWith('database.sqlite'))
		.map((name) => readFileSync(join(folder, name), 'latin1'));
}
