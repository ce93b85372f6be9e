import type { ICredentialDataDecryptedObject, IExecuteFunctions } from 'n8n-workflow';
import { toNodeError } from '../errors/nodeErrors.ts';
import { SetupError } from '../errors/SetupError.ts';
import type { ApnsCredential } from './ApnsCredential.ts';
import { chosenCredential } from './authentication.ts';

/**
 * The credential of an input item; items with the same credential share one object. @throws why it cannot be
 * used
 */
export type CredentialOf = (itemIndex: number) => ApnsCredential;

/** A credential, or why it cannot be used. */
type Finding = { readonly credential: ApnsCredential } | { readonly error: unknown };

/**
 * Reads the credential of every input item, because n8n resolves the expressions in it for each item. If no
 * expression depends on the item (credentials/sameForAllItems.property.ts), the credential is read only once.
 *
 * @param itemCount how many items to read, starting with the first
 * @throws an error that affects all items; if the node stops on errors, also one that affects a single item
 */
export async function readCredentials(
	context: IExecuteFunctions,
	itemCount = context.getInputData().length,
): Promise<CredentialOf> {
	const { get, read } = chosenCredential(context);
	const signal = context.getExecutionCancelSignal?.();
	const known = new Map<string, Finding>();
	const findings: Finding[] = [];
	for (let index = 0; index < itemCount; index += 1) {
		if (index > 0 && signal?.aborted) throw new SetupError('The execution was stopped', '');
		const found = await dataFor(index, get);
		if ('data' in found && found.data.sameForAllItems === true) {
			const credential = await read(found.data);
			return () => credential;
		}
		const finding = 'data' in found ? await readOnce(found.data, read, known) : found;
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

/** @throws any error that an expression did not cause, for example if the credential does not exist */
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

/** Parsing a key or a certificate takes longer than comparing the data. */
async function readOnce(
	data: ICredentialDataDecryptedObject,
	read: (data: ICredentialDataDecryptedObject) => Promise<ApnsCredential>,
	known: Map<string, Finding>,
): Promise<Finding> {
	const name = JSON.stringify(data);
	let finding = known.get(name);
	if (finding === undefined) {
		try {
			finding = { credential: await read(data) };
		} catch (error) {
			finding = { error };
		}
		known.set(name, finding);
	}
	return finding;
}
