import { decodeBase64 } from './base64.ts';

/** "Registering your app with APNs": the app gets bytes. */
const IN_THE_APP =
	'In the app, write it as hexadecimal text: deviceToken.map { String(format: "%02x", $0) }.joined()';

/** What users enter instead of device tokens, with blanks and quotes removed; the first match counts. */
const KINDS: ReadonlyArray<readonly [RegExp, string]> = [
	[
		/^(?:undefined|null|nil|none|nan|\(null\)|\[objectObject\])$/i,
		'The device token is text that means "no value": there was no token when it was saved.',
	],
	[
		/^=?\{\{|^\$(?:json|input|item|node|\()/,
		'The device token is an expression that n8n did not evaluate. Switch the field to Expression.',
	],
	[
		/^Expo(?:nent)?PushToken\[/i,
		'The device token is an Expo push token, which only Expo can send to. In the app, use the token from Notifications.getDevicePushTokenAsync().',
	],
	[
		/^(?:[\w-]+:)?APA91[\w-]+$|^[\w-]{11,}:[\w-]{30,}$/,
		'The device token is a Firebase (FCM) registration token, which only Firebase can send to. In the app, use the APNs token: Messaging.messaging().apnsToken.',
	],
	[
		/^\{length=/i,
		`The device token is Swift's description of the token, which is incomplete and cannot be restored. ${IN_THE_APP}`,
	],
	[
		/^\d+bytes$/i,
		`The device token is Swift's description of the token, which contains only its length. ${IN_THE_APP}`,
	],
	[
		/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
		"The device token is a UUID, such as identifierForVendor or a push service's device ID. Use the token that the app got from iOS when it registered for notifications.",
	],
	[
		/^https?:\/\//i,
		'The device token is a web address, such as the endpoint of a Web Push subscription. APNs needs the token that an app got from iOS; Web Push uses that address with VAPID keys.',
	],
	[/^[[{]["{]/, 'The device token is JSON. Use an expression that returns only the token.'],
];

/**
 * Names what a text is instead of a device token, and what to do. The text is not repeated: it can be long.
 *
 * @param text with blanks and quotes removed
 * @returns undefined if it is not recognized
 */
export function nameOfOther(text: string): string | undefined {
	return KINDS.find(([pattern]) => pattern.test(text))?.[1] ?? nameOfBase64(text);
}

/**
 * A damaged device token is also valid base64, but never has both kinds of letters after F, capital and
 * small.
 */
function nameOfBase64(text: string): string | undefined {
	const byteCount = /[g-z]/.test(text) && /[G-Z]/.test(text) && decodeBase64(text)?.length;
	if (byteCount === undefined || byteCount === false) return undefined;
	return `The device token looks like base64 of ${byteCount} bytes. Convert it to hexadecimal text: Buffer.from(token, 'base64').toString('hex') in a Code node.`;
}
