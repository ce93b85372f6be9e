import { outcomeOf, type Outcome } from '../../delivery/service/Outcome.ts';
import type { DeliveryPolicy } from '../../delivery/service/policy.ts';
import type { Notification } from '../../notification/Notification.ts';
import { NotificationRefusal } from '../../notification/NotificationRefusal.ts';
import type { Audience } from './Audience.ts';
import type { ApnsEnvironment } from '../../delivery/identity/environment.ts';
import type { ApnsCredential, Environment } from '../credential/ApnsCredential.ts';

/** What to send and how: one for all tokens in bulk, one per item otherwise. */
export interface Content {
	/** Or why it cannot be sent. */
	readonly notification: Notification | NotificationRefusal;
	readonly audience: Audience;
	/** The credential to send it with. */
	readonly credential: ApnsCredential;
	readonly topic: string;
	readonly policy: DeliveryPolicy;
	readonly environment: Environment;
	/** The environment to try for a token that `environment` does not recognize. */
	readonly otherEnvironment?: ApnsEnvironment | undefined;
}

/** One device token or channel, with its input item and its outcome. */
export interface Task {
	readonly itemIndex: number;
	/** The device token or channel ID as it was given. */
	readonly given: unknown;
	/** The same in the form that is sent. */
	readonly recipient?: string;
	readonly content?: Content;
	/** Why its parameters cannot be used (only if the node continues with the other items). */
	readonly error?: unknown;
	/** An earlier task with the same device token: nothing is sent for this one. */
	duplicateOf?: Task | undefined;
	outcome?: Outcome | undefined;
	/** The environment that the outcome is from, if not the requested one. */
	answeredIn?: ApnsEnvironment;
}

/** The task for a device token or channel: ready to be sent, or with the outcome that it cannot be. */
export function createTask(itemIndex: number, given: unknown, content: Content): Task {
	try {
		const recipient = content.audience.parse(given);
		const { notification } = content;
		return notification instanceof NotificationRefusal
			? { itemIndex, given, content, outcome: outcomeOfRefusal(notification) }
			: // With all fields from the start: adding them to a hundred thousand objects later is slow.
				{ itemIndex, given, content, recipient, duplicateOf: undefined, outcome: undefined };
	} catch (error) {
		return { itemIndex, given, content, outcome: outcomeOfRefusal(error) };
	}
}

/** Whether it is not the duplicate of an earlier task. */
export function isOwn({ duplicateOf }: Task): boolean {
	return duplicateOf === undefined;
}

/** Whether to try the token in the other environment. */
export function isMisplaced({ content, outcome }: Task): boolean {
	return (
		content?.otherEnvironment !== undefined &&
		outcome?.reason === 'BadDeviceToken' &&
		outcome.outcome === 'rejected'
	);
}

/** The outcome of a refusal. Any other error is reported as an invalid token. */
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
