import {
	createNotification,
	type Notification,
	type NotificationDraft,
} from '../../../notification/Notification.ts';
import { NotificationRefusal } from '../../../notification/NotificationRefusal.ts';
import type { PushTypeRules } from '../../../notification/pushType.ts';
import { checkSender } from './checkSender.ts';
import type { ApnsCredential, Environment } from '../../credential/ApnsCredential.ts';

/** The notification that a draft describes, or why this credential cannot send it. */
export function buildNotification(
	draft: NotificationDraft,
	credential: Pick<ApnsCredential, 'clientCertificate'>,
	environment: Environment,
	rules?: PushTypeRules,
): Notification | NotificationRefusal {
	return unlessRefused(() => {
		const notification = createNotification(draft, rules);
		checkSender(notification, credential, environment);
		return notification;
	});
}

/** What `make` returns, or the refusal that it throws. */
export function unlessRefused<T>(make: () => T): T | NotificationRefusal {
	try {
		return make();
	} catch (error) {
		return error instanceof NotificationRefusal
			? error
			: new NotificationRefusal('BAD_REQUEST', 'The notification cannot be built.');
	}
}
