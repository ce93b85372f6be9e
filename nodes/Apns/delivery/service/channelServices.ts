import { MAX_CHANNEL_ID_CHARACTERS } from '../../notification/channelId.ts';
import type { Answer } from '../connection/Answer.ts';
import { CHANNEL_MEANINGS } from './channelMeanings.ts';
import { outcomeOf, type ChannelContent, type Outcome } from './Outcome.ts';
import { outcomeOfAnswer } from './outcomeTable.ts';
import type { Message, Service } from './Service.ts';

/** A request about an app's channels. Its topic is the app's bundle ID. */
export type ChannelRequest = Message;

/** "Sending channel management requests to APNs". These requests go to separate hosts. */
const COMMON: Omit<Service<ChannelRequest>, 'method' | 'outcomeOf'> = {
	pathOf: (bundleId) => `/1/apps/${bundleId}/channels`,
	recipientIn: 'header',
	idHeader: 'apns-request-id',
	readsContent: true,
	doubt: '',
	headersOf: () => [],
	hasSameHeaders: (one, other) => one.topic === other.topic,
	mayRepeat: () => true,
};

const MAYBE_CREATED =
	'The channel may have been created, so the request was not repeated. Use Get Many to look for a channel that you do not know.';

/**
 * Creates a channel. Channels have no names, so a duplicate could not be recognized: a request that may
 * have succeeded is not repeated.
 */
export const CREATE_CHANNEL: Service<ChannelRequest> = {
	...COMMON,
	method: 'POST',
	recipientIn: 'nowhere',
	doubt: MAYBE_CREATED,
	mayRepeat: () => false,
	outcomeOf(answer, request) {
		const { status, content } = answer;
		const channelId = content?.channelId;
		const isDone = status === 201 || status === 200;
		if (isDone && channelId) return done(answer, 'Channel created', { channelIds: [channelId] });
		const outcome = isDone
			? unreadable(answer)
			: outcomeOfAnswer(answer, request, CHANNEL_MEANINGS);
		// A 503 means that nothing was done; any other 5xx may follow a created channel.
		const isDoubtful = isDone || (status >= 500 && status !== 503);
		if (!isDoubtful) return outcome;
		const message = `${outcome.message} ${MAYBE_CREATED}`;
		return { ...outcome, message, outcome: 'unknown', action: 'review', retryAfterSeconds: null };
	},
};

/** Gets the details of a channel. */
export const READ_CHANNEL: Service<ChannelRequest> = {
	...COMMON,
	method: 'GET',
	outcomeOf(answer, request) {
		if (answer.status !== 200) return outcomeOfAnswer(answer, request, CHANNEL_MEANINGS);
		const { 'message-storage-policy': storagePolicy, 'push-type': pushType } = objectIn(answer);
		if (typeof storagePolicy !== 'number' || !isShortText(pushType)) {
			return unreadable(answer);
		}
		return done(answer, 'Channel found', { storagePolicy, pushType });
	},
};

/** Gets the channels of an app. */
export const READ_ALL_CHANNELS: Service<ChannelRequest> = {
	...COMMON,
	method: 'GET',
	pathOf: (bundleId) => `/1/apps/${bundleId}/all-channels`,
	recipientIn: 'nowhere',
	outcomeOf(answer, request) {
		if (answer.status !== 200) return outcomeOfAnswer(answer, request, CHANNEL_MEANINGS);
		const { channels } = objectIn(answer);
		return isShortTextList(channels)
			? done(answer, 'Channels found', { channelIds: channels })
			: unreadable(answer);
	},
};

/**
 * Deletes a channel. A channel that is already gone counts as success: Apple documents ChannelNotRegistered
 * for it, and its sandbox has been seen to answer 404 BadPath.
 */
export const DELETE_CHANNEL: Service<ChannelRequest> = {
	...COMMON,
	method: 'DELETE',
	outcomeOf(answer, request) {
		const { status, reason } = answer;
		if (status === 204 || status === 200) return done(answer, 'Channel deleted', { existed: true });
		const isGone =
			(status === 404 && reason === 'BadPath') ||
			(status === 400 && reason === 'ChannelNotRegistered');
		if (isGone) return done(answer, 'The channel did not exist', { existed: false });
		return outcomeOfAnswer(answer, request, CHANNEL_MEANINGS);
	},
};

function done(answer: Answer, message: string, channels: ChannelContent): Outcome {
	const { status, reason, apnsId } = answer;
	return outcomeOf({
		status,
		reason,
		apnsId,
		message,
		channels,
		outcome: 'accepted',
		errorCode: 'SUCCESS',
		action: 'none',
	});
}

/** Sent by a proxy in between, or cut off. */
function unreadable({ status, apnsId }: Answer): Outcome {
	return outcomeOf({
		status,
		apnsId,
		outcome: 'rejected',
		errorCode: 'SERVER_ERROR',
		action: 'retryLater',
		message: `The answer of APNs cannot be read. (${status})`,
	});
}

function objectIn({ content }: Answer): Readonly<Record<string, unknown>> {
	try {
		const parsed: unknown = JSON.parse(content?.body ?? '');
		return typeof parsed === 'object' && parsed !== null ? { ...parsed } : {};
	} catch {
		return {};
	}
}

function isShortTextList(value: unknown): value is string[] {
	return Array.isArray(value) && value.every(isShortText);
}

/** The limit is far above Apple's channel IDs and push types. */
function isShortText(value: unknown): value is string {
	return typeof value === 'string' && value.length <= MAX_CHANNEL_ID_CHARACTERS;
}
