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
			`APNs takes the push type '${pushType}' with a certificate only. Set Authentication to Certificate, and use the MDM push certificate.`,
		);
	}
	if (sentWith === 'token') {
		throw refusal(
			`APNs takes the push type '${pushType}' with a key only. Set Authentication to Key.`,
		);
	}
	const { topics } = clientCertificate;
	if (topics.length === 0 || topics.includes(topic)) return;
	throw refusal(
		`The certificate is not for the topic ${topic}. It is for ${topics.join(', ')}. Check Topic and Push Type, or set Authentication to Key: a key is for all topics of the team.`,
	);
}

function refusal(message: string): NotificationRefusal {
	return new NotificationRefusal('BAD_REQUEST', message);
}
