import type { ICredentialDataDecryptedObject, IExecuteFunctions } from 'n8n-workflow';
import { toNodeError } from '../errors/nodeErrors.ts';
import { SetupError } from '../errors/SetupError.ts';
import type { ApnsCredential } from './ApnsCredential.ts';
import { chosenCredential } from './authentication.ts';

/** The credential of an input item: one object for all that have the same. @throws why it cannot be used */
export type CredentialOf = (itemIndex: number) => ApnsCredential;

/** A credential, or why there is none. */
type Finding = { readonly credential: ApnsCredential } | { readonly error: unknown };

/**
 * Reads the credential of every input item: n8n resolves the expressions in it anew for each. Once is enough where no
 * item changes it (credentials/sameForAllItems.property.ts).
 *
 * @throws what is wrong for all items; also, where the node stops at a failure, what is wrong for one
 */
export async function readCredentials(context: IExecuteFunctions): Promise<CredentialOf> {
	const { get, read } = chosenCredential(context);
	const signal = context.getExecutionCancelSignal?.();
	const known = new Map<string, Finding>();
	const findings: Finding[] = [];
	for (let index = 0; index < context.getInputData().length; index += 1) {
		if (index > 0 && signal?.aborted) throw new SetupError('The execution was stopped', '');
		const found = await dataFor(index, get);
		if ('data' in found && found.data.sameForAllItems === true) {
			const credential = read(found.data);
			return () => credential;
		}
		const finding = 'data' in found ? readOnce(found.data, read, known) : found;
		if ('error' in finding && !context.continueOnFail()) {
			throw toNodeError(context, finding.error, index);
		}
		findings.push(finding);
	}
	return (index) => {
		const finding = findings[index]!;
		if ('error' in finding) throw finding.error;
		return finding.credential;
	};
}

/** @throws what is not about an expression: there is no such credential */
async function dataFor(
	index: number,
	get: (index: number) => Promise<ICredentialDataDecryptedObject>,
): Promise<{ readonly data: ICredentialDataDecryptedObject } | { readonly error: unknown }> {
	try {
		return { data: await get(index) };
	} catch (error) {
		if (error instanceof Error && error.name === 'ExpressionError') return { error };
		throw error;
	}
}

/** Reading a key or a certificate takes longer than comparing it. */
function readOnce(
	data: ICredentialDataDecryptedObject,
	read: (data: ICredentialDataDecryptedObject) => ApnsCredential,
	known: Map<string, Finding>,
): Finding {
	const name = JSON.stringify(data);
	let finding = known.get(name);
	if (finding === undefined) {
		try {
			finding = { credential: read(data) };
		} catch (error) {
			finding = { error };
		}
		known.set(name, finding);
	}
	return finding;
}
