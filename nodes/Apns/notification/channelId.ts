import { NotificationRefusal } from './NotificationRefusal.ts';

/** RFC 4648 §4. Apple promises no length; 24 characters were seen. */
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** Our own ceiling, ten times what was seen: a longer header breaks connections instead of being refused. */
export const MAX_CHANNEL_ID_CHARACTERS = 256;

/** Whether a text is one that Apple could have given. */
export function isChannelId(text: string): boolean {
	return text !== '' && text.length <= MAX_CHANNEL_ID_CHARACTERS && BASE64.test(text);
}

/**
 * A channel ID as it goes into `apns-channel-id`.
 *
 * @throws {NotificationRefusal} `BAD_REQUEST`
 */
export function parseChannelId(given: unknown): string {
	const channelId = typeof given === 'string' ? given.trim() : '';
	if (channelId === '') {
		const found = given === undefined || given === null || given === '' ? 'empty' : 'no text';
		throw new NotificationRefusal('BAD_REQUEST', `The channel ID is ${found}.`);
	}
	if (channelId.length > MAX_CHANNEL_ID_CHARACTERS) {
		throw new NotificationRefusal(
			'BAD_REQUEST',
			`The channel ID has ${channelId.length} characters; at most ${MAX_CHANNEL_ID_CHARACTERS} are sent.`,
		);
	}
	if (isChannelId(channelId)) return channelId;
	throw new NotificationRefusal(
		'BAD_REQUEST',
		'The channel ID is not one of Apple: it is base64, such as dHN0LXNyY2gtY2hubA==.',
	);
}
