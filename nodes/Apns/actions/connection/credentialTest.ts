import type {
	ICredentialsDecrypted,
	ICredentialTestFunctions,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import { delivery } from '../../delivery/Delivery.ts';
import { probe } from '../../delivery/probe.ts';
import { readCredential } from '../credential.ts';
import { SetupError } from '../parameters/SetupError.ts';
import { diagnose } from './diagnose.ts';

/** A person waits in front of the dialog. */
const TEST_TIMEOUT_MS = 15_000;

/**
 * The Test button of the credential: connects to APNs and says what is wrong. No notification arrives
 * anywhere. It never throws, since n8n would show an internal error; n8n may call it without data.
 */
export async function apnsApiTest(
	this: ICredentialTestFunctions,
	{ data }: ICredentialsDecrypted,
): Promise<INodeCredentialTestResult> {
	try {
		const { environment, targetFor, signingKey, bundleId } = readCredential(data ?? {});
		const tokens = delivery.tokensFor(signingKey);
		const found = await probe(targetFor(environment), tokens, bundleId, TEST_TIMEOUT_MS);
		const { status, message } = diagnose(found, bundleId);
		return { status: status === 'healthy' ? 'OK' : 'Error', message };
	} catch (error) {
		const message =
			error instanceof SetupError
				? error.fullText
				: 'The credential could not be tested. Check its fields and test it again.';
		return { status: 'Error', message };
	}
}
