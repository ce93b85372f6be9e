import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import { delivery } from '../../delivery/Delivery.ts';
import { probe } from '../../delivery/probe.ts';
import { readCertificateCredential } from '../credential/certificateCredential.ts';
import { readCredential } from '../credential/keyCredential.ts';
import { checkNodeVersion } from '../credential/nodeVersion.ts';
import { SetupError } from '../errors/SetupError.ts';
import { diagnoseCredential, probeTopicOf } from './diagnoseCredential.ts';
import type { ApnsCredential } from '../credential/ApnsCredential.ts';

/** Someone is waiting for the result in the dialog. */
const TEST_TIMEOUT_MS = 15_000;

/** The Test button of the credential with a key. */
export async function apnsApiTest(
	this: ICredentialTestFunctions,
	{ data }: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	return await test(readCredential, data);
}

/** The Test button of the credential with a certificate. */
export async function apnsCertificateApiTest(
	this: ICredentialTestFunctions,
	{ data }: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	return await test(readCertificateCredential, data);
}

/**
 * Connects to APNs and reports what is wrong. No device receives a notification. Never throws, because n8n
 * would show an internal error. n8n may call it without data.
 */
async function test(
	read: (data: ICredentialDataDecryptedObject) => ApnsCredential | Promise<ApnsCredential>,
	data: ICredentialDataDecryptedObject = {},
): Promise<INodeCredentialTestResult> {
	try {
		checkNodeVersion();
		const credential = await read(data);
		const { environment, targetFor, signingKey } = credential;
		const tokens = signingKey && delivery.tokensFor(signingKey);
		const topic = probeTopicOf(credential);
		const found = await probe(targetFor(environment), tokens, topic, TEST_TIMEOUT_MS);
		const { status, message } = diagnoseCredential(found, credential, Date.now());
		return { status: status === 'healthy' ? 'OK' : 'Error', message };
	} catch (error) {
		const message =
			error instanceof SetupError
				? error.fullText
				: 'The credential could not be tested. Check its fields and test it again.';
		return { status: 'Error', message };
	}
}
