import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { describe, expect, test } from 'vitest';
import { freePort } from '../../e2e/freePort.ts';
import type { CredentialTestResult } from '../../e2e/N8nServer.ts';
import {
	CERTIFICATE_CREDENTIAL_TYPE,
	CREDENTIAL_TYPE,
	simulatorCertificate,
	simulatorCredential,
} from '../../e2e/simulatorCredential.ts';
import type { CheckStage } from '../CheckStage.ts';

/** The Test button of both credentials. */
export function credentialTests(stage: () => CheckStage): void {
	describe('the credential’s test', () => {
		test('a key in order', async () => {
			expect(await testKey()).toMatchObject({ status: 'OK' });
		});

		test('a key that APNs does not know', async () => {
			expect(await testKey({ keyId: 'WRONGKEY00' })).toMatchObject({
				status: 'Error',
				message: expect.stringMatching(/InvalidProviderToken/),
			});
		});

		test('half a form, as n8n sends it while somebody still types', async () => {
			const { n8n, simulator, credential } = stage();
			const half = { ...simulatorCredential(simulator), teamId: '', keyId: '', privateKey: '' };
			expect(await n8n.testCredential(credential, half)).toMatchObject({
				status: 'Error',
				message: expect.stringMatching(/Team ID/),
			});
		});

		test('nobody listens there', async () => {
			expect(await testKey({ baseUrl: `https://127.0.0.1:${await freePort()}` })).toMatchObject({
				status: 'Error',
				message: expect.stringMatching(/reach/i),
			});
		});

		test('a certificate in order is told with its topics and last day', async () => {
			const { status, message } = await testCertificate();
			expect(status).toBe('OK');
			expect(message).toContain(stage().simulator.identity.bundleId);
			expect(message).toMatch(/expires on \d{4}-\d{2}-\d{2}/);
		});

		test('a certificate with a wrong passphrase', async () => {
			expect(await testCertificate({ passphrase: 'wrong' })).toMatchObject({
				status: 'Error',
				message: expect.stringMatching(/'Passphrase'/),
			});
		});

		async function testKey(
			changes: ICredentialDataDecryptedObject = {},
		): Promise<CredentialTestResult> {
			const data = { ...simulatorCredential(stage().simulator), ...changes };
			return await pressTest(CREDENTIAL_TYPE, data);
		}

		async function testCertificate(
			changes: ICredentialDataDecryptedObject = {},
		): Promise<CredentialTestResult> {
			const { simulator } = stage();
			const certificate = await simulator.createClientCertificate();
			const data = { ...simulatorCertificate(simulator, certificate), ...changes };
			return await pressTest(CERTIFICATE_CREDENTIAL_TYPE, data);
		}

		async function pressTest(
			type: string,
			data: ICredentialDataDecryptedObject,
		): Promise<CredentialTestResult> {
			const { n8n } = stage();
			return await n8n.testCredential(await n8n.createCredential('Tested', type, data), data);
		}
	});
}
