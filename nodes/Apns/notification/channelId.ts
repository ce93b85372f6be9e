import { NotificationRefusal } from './NotificationRefusal.ts';

/** RFC 4648 §4. Apple documents no length; IDs of 24 characters have been seen. */
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** Our own limit, ten times what has been seen: a longer header breaks connections instead of being refused. */
export const MAX_CHANNEL_ID_CHARACTERS = 256;

/** Whether a text could be a channel ID of Apple. */
export function isChannelId(text: string): boolean {
	return text !== '' && text.length <= MAX_CHANNEL_ID_CHARACTERS && BASE64.test(text);
}

/**
 * Checks a channel ID for `apns-channel-id`.
 *
 * @throws {NotificationRefusal} `BAD_REQUEST`
 */
export function parseChannelId(given: unknown): string {
	const channelId = typeof given === 'string' ? given.trim() : '';
	if (channelId === '') {
		const found = given === undefined || given === null || given === '' ? 'empty' : 'not text';
		throw new NotificationRefusal('BAD_REQUEST', `The channel ID is ${found}.`);
	}
	if (channelId.length > MAX_CHANNEL_ID_CHARACTERS) {
		throw new NotificationRefusal(
			'BAD_REQUEST',
			`The channel ID has ${channelId.length} characters; the maximum is ${MAX_CHANNEL_ID_CHARACTERS}.`,
		);
	}
	if (isChannelId(channelId)) return channelId;
	throw new NotificationRefusal(
		'BAD_REQUEST',
		'The channel ID is not valid. Channel IDs are base64 text, such as dHN0LXNyY2gtY2hubA==.',
	);
}
