import { createHash } from 'node:crypto';
import type { IExecuteFunctions } from 'n8n-workflow';
import { parseDeviceToken } from '../../../notification/deviceToken.ts';
import { SetupError } from '../../errors/SetupError.ts';

/** How the person answers. */
export type ResponseType = 'approval' | 'freeText';

/**
 * The addresses that the app sends the answer to. n8n signs path and query. Sent next to `aps` in the payload,
 * as `n8n`.
 */
export type AnswerAddresses =
	| { readonly approve: string; readonly decline: string }
	| { readonly respond: string };

/** The query of an address: the answer, and the device that the address was created for. */
export interface AnswerQuery {
	readonly approved?: 'true' | 'false';
	readonly device: string;
}

/** The addresses for a device. Call {@link requireSignature} first. */
export function answerAddresses(
	context: IExecuteFunctions,
	responseType: ResponseType,
	deviceToken: unknown,
): AnswerAddresses {
	const device = deviceName(deviceToken);
	const sign = (query: AnswerQuery) => context.getSignedResumeUrl({ ...query });
	if (responseType === 'freeText') return { respond: sign({ device }) };
	return {
		approve: sign({ approved: 'true', device }),
		decline: sign({ approved: 'false', device }),
	};
}

/**
 * Makes n8n accept only signed addresses. n8n 2.20 and later do so by default; in earlier versions, a node has
 * to request it (n8n-core, `setSignatureValidationRequired`).
 *
 * @throws {SetupError} if this n8n has no signed addresses
 */
export function requireSignature(context: IExecuteFunctions): void {
	const { getSignedResumeUrl, setSignatureValidationRequired } = context as unknown as Record<
		string,
		unknown
	>;
	if (typeof getSignedResumeUrl !== 'function') {
		throw new SetupError(
			'This version of n8n cannot wait for an answer safely: it does not sign the addresses that answers are sent to',
			'Nothing was sent. Update n8n.',
		);
	}
	if (typeof setSignatureValidationRequired === 'function') {
		setSignatureValidationRequired.call(context);
	}
}

/** The name of a device in an address: it identifies the device, but cannot be used to send a push. */
export function deviceName(deviceToken: unknown): string {
	return createHash('sha256').update(parsed(deviceToken)).digest('base64url').slice(0, 12);
}

function parsed(deviceToken: unknown): string {
	try {
		return parseDeviceToken(deviceToken).toLowerCase();
	} catch {
		// Nothing is sent to it.
		return String(deviceToken);
	}
}
