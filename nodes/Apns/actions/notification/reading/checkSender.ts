import { NotificationRefusal } from '../../../notification/NotificationRefusal.ts';
import type { Notification } from '../../../notification/Notification.ts';
import { isPassType, rulesOf } from '../../../notification/pushType.ts';
import type { ApnsCredential, Environment } from '../../credential/ApnsCredential.ts';

/**
 * Checks whether APNs lets this credential send the notification.
 *
 * @throws {NotificationRefusal} `BAD_REQUEST`
 */
export function checkSender(
	{ pushType, topic }: Notification,
	{ clientCertificate }: Pick<ApnsCredential, 'clientCertificate'>,
	environment: Environment,
): void {
	const { sentWith, isProductionOnly } = rulesOf(pushType);
	if (isProductionOnly && environment === 'sandbox') {
		throw refusal(
			`Wallet passes have device tokens only in production, even while you develop. Set 'Environment' to Production.`,
		);
	}
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
	if (pushType !== 'wallet' && topics.every(isPassType)) {
		throw refusal(
			`The certificate is a Pass Type ID certificate, for ${topics.join(', ')}. It updates Wallet passes and cannot send to an app. Use a push certificate of the app or a key, or set Push Type to Wallet Pass.`,
		);
	}
	if (pushType === 'wallet' && !topics.some(isPassType)) {
		throw refusal(
			`The certificate is for the app ${topics[0]}, not for passes. A Wallet pass is updated with the Pass Type ID certificate that has signed it, or with a key.`,
		);
	}
	throw refusal(
		`The certificate is not valid for the topic ${topic}. It is valid for ${topics.join(', ')}. Check ${pushType === 'wallet' ? 'Pass Type Identifier' : 'Bundle ID'} and Push Type, or set Authentication to Key: a key is valid for all apps of the team.`,
	);
}

function refusal(message: string): NotificationRefusal {
	return new NotificationRefusal('BAD_REQUEST', message);
}
