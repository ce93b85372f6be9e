import { outcomeOf, type Outcome } from '../../delivery/service/Outcome.ts';
import type { DeliveryPolicy } from '../../delivery/service/policy.ts';
import type { Notification } from '../../notification/Notification.ts';
import { NotificationRefusal } from '../../notification/NotificationRefusal.ts';
import type { Audience } from './Audience.ts';
import type { ApnsEnvironment } from '../../delivery/identity/environment.ts';
import type { ApnsCredential, Environment } from '../credential/ApnsCredential.ts';

/** What is sent, and how: one for all tokens in bulk, one per item otherwise. */
export interface Content {
	/** Or why there is none that could be sent. */
	readonly notification: Notification | NotificationRefusal;
	readonly audience: Audience;
	/** Who sends it. */
	readonly credential: ApnsCredential;
	readonly topic: string;
	readonly policy: DeliveryPolicy;
	readonly environment: Environment;
	/** Where a token is tried that the environment does not know. */
	readonly otherEnvironment?: ApnsEnvironment | undefined;
}

/** One device token or channel, from the input item it came with to its result. */
export interface Task {
	readonly itemIndex: number;
	/** The device token or channel ID as it was given. */
	readonly given: unknown;
	/** The same as it is sent. */
	readonly recipient?: string;
	readonly content?: Content;
	/** Its parameters cannot be used (only where the node goes on with the other items). */
	readonly error?: unknown;
	/** An earlier task with the same device token: nothing is sent for this one. */
	duplicateOf?: Task | undefined;
	outcome?: Outcome | undefined;
	/** Where the outcome is from, if not from the environment that was asked for. */
	answeredIn?: ApnsEnvironment;
}

/** The task for a device token or channel: ready to be sent, or with the result that it cannot be. */
export function createTask(itemIndex: number, given: unknown, content: Content): Task {
	try {
		const recipient = content.audience.parse(given);
		const { notification } = content;
		return notification instanceof NotificationRefusal
			? { itemIndex, given, content, outcome: outcomeOfRefusal(notification) }
			: // With a place for what comes later, which is dear to add to a hundred thousand objects.
				{ itemIndex, given, content, recipient, duplicateOf: undefined, outcome: undefined };
	} catch (error) {
		return { itemIndex, given, content, outcome: outcomeOfRefusal(error) };
	}
}

/** Whether the token is to be tried in the other environment. */
export function isMisplaced({ content, outcome }: Task): boolean {
	return (
		content?.otherEnvironment !== undefined &&
		outcome?.reason === 'BadDeviceToken' &&
		outcome.outcome === 'rejected'
	);
}

/** A refusal as the token's outcome. Anything else was no refusal, and is told as an unusable token. */
function outcomeOfRefusal(error: unknown): Outcome {
	const { code, message } =
		error instanceof NotificationRefusal
			? error
			: new NotificationRefusal('INVALID_TOKEN', 'The device token cannot be read.');
	return outcomeOf({
		outcome: 'notSent',
		errorCode: code,
		action: code === 'INVALID_TOKEN' ? 'checkToken' : 'fixNotification',
		message: `Not sent. ${message}`,
	});
}
