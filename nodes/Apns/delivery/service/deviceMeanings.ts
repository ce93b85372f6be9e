import {
	meaningsOf,
	notFound,
	tooMany,
	TOO_MANY_REQUESTS_RETRY_AFTER_SECONDS,
	type Meaning,
	type Meanings,
} from './meanings.ts';
import { topicMessage, type TopicMessage } from './topicMessage.ts';

const token = (message: string | TopicMessage): Meaning => ({
	errorCode: 'INVALID_TOKEN',
	action: 'checkToken',
	message,
});
const dead = (message: string): Meaning => ({
	errorCode: 'UNREGISTERED',
	action: 'removeToken',
	message,
});
/** The meanings of notifications to single devices ("Handling notification responses from APNs"). */
export const DEVICE_MEANINGS: Meanings = meaningsOf(
	"'Base URL'",
	{
		BadDeviceToken: token(
			'APNs does not recognize this device token. It is damaged, or it belongs to the other environment: apps started from Xcode have sandbox tokens, apps from TestFlight and the App Store have production tokens.',
		),
		DeviceTokenNotForTopic: token(
			topicMessage(
				({ topic, field }) =>
					`This device token belongs to another app, not to ${topic}. Check ${field}, and which app the token came from.`,
			),
		),
		MissingDeviceToken: token('The request has no device token.'),
		Unregistered: dead(
			'The app is no longer installed on this device, or the token was replaced. Delete the token.',
		),
		ExpiredToken: dead('This device token has expired. Delete the token.'),
		TooManyRequests: tooMany(
			TOO_MANY_REQUESTS_RETRY_AFTER_SECONDS,
			'Too many notifications in a row to this device. Wait before you send to it again.',
		),
	},
	{
		404: notFound(
			"APNs does not know the address of the request. Check the device token, and 'Base URL' if you set one.",
		),
		410: dead('This device token is no longer valid. Delete the token.'),
	},
);
