import { NotificationRefusal } from '../../../notification/NotificationRefusal.ts';
import type { Notification } from '../../../notification/Notification.ts';
import { rulesOf } from '../../../notification/pushType.ts';
import type { ApnsCredential } from '../../credential/ApnsCredential.ts';

/**
 * Checks whether APNs lets this credential send the notification.
 *
 * @throws {NotificationRefusal} `BAD_REQUEST`
 */
export function checkSender(
	{ pushType, topic }: Notification,
	{ clientCertificate }: Pick<ApnsCredential, 'clientCertificate'>,
): void {
	const { sentWith } = rulesOf(pushType);
	if (clientCertificate === undefined) {
		if (sentWith !== 'certificate') return;
		throw refusal(
			`APNs accepts the push type '${pushType}' only with a certificate. Set Authentication to Certificate, and use the MDM push certificate.`,
		);
	}
	if (sentWith === 'token') {
		throw refusal(
			`APNs accepts the push type '${pushType}' only with a key. Set Authentication to Key.`,
		);
	}
	const { topics } = clientCertificate;
	if (topics.length === 0 || topics.includes(topic)) return;
	throw refusal(
		`The certificate is not valid for the topic ${topic}. It is valid for ${topics.join(', ')}. Check Bundle ID and Push Type, or set Authentication to Key: a key is valid for all apps of the team.`,
	);
}

function refusal(message: string): NotificationRefusal {
	return new NotificationRefusal('BAD_REQUEST', message);
}
