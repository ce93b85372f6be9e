import { createHash } from 'node:crypto';
import type { IExecuteFunctions } from 'n8n-workflow';
import { parseDeviceToken } from '../../../notification/deviceToken.ts';
import { SetupError } from '../../errors/SetupError.ts';

/** How the person answers. */
export type ResponseType = 'approval' | 'freeText';

/** Where the app sends the answer: signed by n8n, path and query. Stands next to `aps` in the payload, as `n8n`. */
export type AnswerAddresses =
	| { readonly approve: string; readonly decline: string }
	| { readonly respond: string };

/** What the address says of the answer, and of the device that it was made for. */
export interface AnswerQuery {
	readonly approved?: 'true' | 'false';
	readonly device: string;
}

/** The addresses for a device. Only after {@link requireSignature}. */
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
 * Makes n8n accept signed addresses only. From 2.20 it does so by itself; before, a node has to ask for it
 * (n8n-core, `setSignatureValidationRequired`).
 *
 * @throws {SetupError} where this n8n has no signed addresses
 */
export function requireSignature(context: IExecuteFunctions): void {
	const { getSignedResumeUrl, setSignatureValidationRequired } = context as unknown as Record<
		string,
		unknown
	>;
	if (typeof getSignedResumeUrl !== 'function') {
		throw new SetupError(
			'This version of n8n cannot wait for an answer safely: it does not sign the addresses that an answer is sent to',
			'Nothing was sent. Update n8n.',
		);
	}
	if (typeof setSignatureValidationRequired === 'function') {
		setSignatureValidationRequired.call(context);
	}
}

/** What a device is called in an address: enough to tell it from others, and nothing that a push could be sent with. */
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
