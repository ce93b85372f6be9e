import { encodePayload, type NotificationDraft } from '../../../notification/Notification.ts';
import { rulesOf } from '../../../notification/pushType.ts';
import { shortenToFit } from '../../../notification/shortenToFit.ts';
import { SetupError } from '../../errors/SetupError.ts';
import { Fields, objectSource } from '../../parameters/Fields.ts';
import { readDraft, type DraftContext } from '../reading/readDraft.ts';
import type { AnswerAddresses, ResponseType } from './answerAddresses.ts';
import { readWaitLimit } from './readWaitLimit.ts';

const RESPONSE_TYPES: readonly ResponseType[] = ['approval', 'freeText'];

/** The question, the same for all devices of the person. */
export interface Question {
	readonly responseType: ResponseType;
	/** Unix seconds; undefined: no limit. */
	readonly endSeconds: number | undefined;
	/** Whether the message was too long for a notification. */
	readonly isShortened: boolean;
	/** The notification for a device. */
	readonly draftFor: (addresses: AnswerAddresses) => NotificationDraft;
}

/**
 * The question that the parameters describe.
 *
 * @param text the question
 * @param executionId part of the collapse ID, so that a later push can replace the question
 * @param addressesFor returns addresses of the same length as those of any device
 * @throws {SetupError}
 */
export function readQuestion(
	parameters: Fields,
	text: string | undefined,
	context: DraftContext,
	executionId: string,
	addressesFor: (responseType: ResponseType) => AnswerAddresses,
): Question {
	const responseType = parameters.choice('responseType', RESPONSE_TYPES) ?? 'approval';
	const options = parameters.collection('options');
	const endSeconds = readWaitLimit(options, context);
	const message = text?.trim();
	if (!message) throw empty(parameters, 'message', 'Enter the question.');
	const category = parameters.text('category')?.trim();
	if (!category) {
		throw empty(
			parameters,
			'category',
			'Enter the category that the app registered for its buttons, such as N8N_APPROVAL.',
		);
	}
	const fields = {
		pushType: 'alert',
		title: parameters.raw('title'),
		topic: options.raw('topic'),
		notificationFields: {
			category,
			sound: options.raw('sound') === undefined ? 'default' : options.raw('sound'),
			interruptionLevel: options.raw('interruptionLevel') ?? 'time-sensitive',
		},
		options: {
			collapseId: options.text('collapseId') ?? `n8n-${executionId}`,
			...(endSeconds !== undefined && {
				expiration: { values: { expires: 'atSpecifiedTime', time: endSeconds } },
			}),
		},
	};
	const draftWith = (body: string, addresses: AnswerAddresses) => {
		const own = { ...fields, body, customData: { n8n: addresses } };
		const labelOf = (name: string) => parameters.labelOf(name);
		return readDraft(new Fields(objectSource(own), labelOf), context);
	};
	// Signed addresses of the same kind are of the same length.
	const example = addressesFor(responseType);
	const { maxPayloadBytes } = rulesOf('alert');
	const fitting = shortenToFit(
		message,
		(text) => Buffer.byteLength(encodePayload(draftWith(text, example))) <= maxPayloadBytes,
	);
	if (fitting === undefined) {
		throw new SetupError(
			`The question does not fit into a notification, even without '${parameters.labelOf('message')}'`,
			`APNs allows ${maxPayloadBytes} bytes. Shorten '${parameters.labelOf('title')}'.`,
		);
	}
	return {
		responseType,
		endSeconds,
		isShortened: fitting !== message,
		draftFor: (addresses) => draftWith(fitting, addresses),
	};
}

function empty(parameters: Fields, name: string, way: string): SetupError {
	return new SetupError(`'${parameters.labelOf(name)}' is empty`, way);
}
