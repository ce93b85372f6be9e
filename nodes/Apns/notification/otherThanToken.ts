import { decodeBase64 } from './base64.ts';

/** Apple's "Registering your app with APNs" gives the app bytes. */
const IN_THE_APP =
	'In the app, write it as hexadecimal text: deviceToken.map { String(format: "%02x", $0) }.joined()';

/** What is found in place of device tokens, blanks and quotes taken off; the first that fits. */
const KINDS: ReadonlyArray<readonly [RegExp, string]> = [
	[
		/^(?:undefined|null|nil|none|nan|\(null\)|\[objectObject\])$/i,
		'The device token is text that stands for no value: there was no token when it was saved.',
	],
	[
		/^=?\{\{|^\$(?:json|input|item|node|\()/,
		'The device token is an expression that n8n did not evaluate. Switch the field to Expression.',
	],
	[
		/^Expo(?:nent)?PushToken\[/i,
		'The device token is an Expo push token, which only Expo can send to. Use the token that Notifications.getDevicePushTokenAsync() gives in the app.',
	],
	[
		/^(?:[\w-]+:)?APA91[\w-]+$|^[\w-]{11,}:[\w-]{30,}$/,
		'The device token is a Firebase (FCM) registration token, which only Firebase can send to. Use the APNs token: Messaging.messaging().apnsToken in the app.',
	],
	[
		/^\{length=/i,
		`The device token is Swift's description of the token, which leaves out a part: it cannot be restored. ${IN_THE_APP}`,
	],
	[
		/^\d+bytes$/i,
		`The device token is Swift's description of the token, which has only its length. ${IN_THE_APP}`,
	],
	[
		/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
		'The device token is a UUID, such as identifierForVendor or the ID that a push service gives a device. Use the token that the app got from iOS when it registered for notifications.',
	],
	[
		/^https?:\/\//i,
		'The device token is a web address, such as the endpoint of a Web Push subscription. Web Push is sent to that address with VAPID keys. APNs needs the token that an app got from iOS.',
	],
	[
		/^[[{]["{]/,
		'The device token is JSON. Give the token alone, by an expression that leads to it.',
	],
];

/**
 * Says what a text is that is no device token, and what to do. The text is not repeated: it can be long.
 *
 * @param text blanks and quotes taken off
 * @returns undefined where it is nothing that is known
 */
export function nameOfOther(text: string): string | undefined {
	return KINDS.find(([pattern]) => pattern.test(text))?.[1] ?? nameOfBase64(text);
}

/** A damaged device token is base64 as well, but never has letters from both ends of the alphabet. */
function nameOfBase64(text: string): string | undefined {
	const byteCount = /[g-z]/.test(text) && /[G-Z]/.test(text) && decodeBase64(text)?.length;
	if (byteCount === undefined || byteCount === false) return undefined;
	return `The device token looks like base64 of ${byteCount} bytes. Convert it to hexadecimal text: Buffer.from(token, 'base64').toString('hex') in a Code node.`;
}
