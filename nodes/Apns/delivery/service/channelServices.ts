import { MAX_CHANNEL_ID_CHARACTERS } from '../../notification/channelId.ts';
import type { Answer } from '../connection/Answer.ts';
import { CHANNEL_MEANINGS } from './channelMeanings.ts';
import { outcomeOf, type ChannelContent, type Outcome } from './Outcome.ts';
import { outcomeOfAnswer } from './outcomeTable.ts';
import type { Message, Service } from './Service.ts';

/** What is asked of an app's channels: the app is the topic. */
export type ChannelRequest = Message;

/** "Sending channel management requests to APNs". These requests go to hosts of their own. */
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
	'A channel may have been created all the same, so it was not tried again: look for one that you do not know with Get Many.';

/** Makes a channel. There is no name to tell two by, so it is never asked for again where one may have come to be. */
export const CREATE_CHANNEL: Service<ChannelRequest> = {
	...COMMON,
	method: 'POST',
	recipientIn: 'nowhere',
	doubt: MAYBE_CREATED,
	mayRepeat: () => false,
	outcomeOf(answer) {
		const { status, content } = answer;
		const channelId = content?.channelId;
		const isDone = status === 201 || status === 200;
		if (isDone && channelId) return done(answer, 'Channel created', { channelIds: [channelId] });
		const outcome = isDone ? unreadable(answer) : outcomeOfAnswer(answer, CHANNEL_MEANINGS);
		// A 503 says that nothing was done; any other fault may have come after the deed.
		const isDoubtful = isDone || (status >= 500 && status !== 503);
		if (!isDoubtful) return outcome;
		const message = `${outcome.message} ${MAYBE_CREATED}`;
		return { ...outcome, message, outcome: 'unknown', action: 'review', retryAfterSeconds: null };
	},
};

/** Tells what a channel is. */
export const READ_CHANNEL: Service<ChannelRequest> = {
	...COMMON,
	method: 'GET',
	outcomeOf(answer) {
		if (answer.status !== 200) return outcomeOfAnswer(answer, CHANNEL_MEANINGS);
		const { 'message-storage-policy': storagePolicy, 'push-type': pushType } = objectIn(answer);
		if (typeof storagePolicy !== 'number' || !isShortText(pushType)) {
			return unreadable(answer);
		}
		return done(answer, 'Channel found', { storagePolicy, pushType });
	},
};

/** Tells the channels of an app. */
export const READ_ALL_CHANNELS: Service<ChannelRequest> = {
	...COMMON,
	method: 'GET',
	pathOf: (bundleId) => `/1/apps/${bundleId}/all-channels`,
	recipientIn: 'nowhere',
	outcomeOf(answer) {
		if (answer.status !== 200) return outcomeOfAnswer(answer, CHANNEL_MEANINGS);
		const { channels } = objectIn(answer);
		return isShortTextList(channels)
			? done(answer, 'Channels found', { channelIds: channels })
			: unreadable(answer);
	},
};

/**
 * Deletes a channel. One that is gone already is what was wanted: Apple documents ChannelNotRegistered for
 * it, and its sandbox was seen to answer 404 BadPath.
 */
export const DELETE_CHANNEL: Service<ChannelRequest> = {
	...COMMON,
	method: 'DELETE',
	outcomeOf(answer) {
		const { status, reason } = answer;
		if (status === 204 || status === 200) return done(answer, 'Channel deleted', { existed: true });
		const isGone =
			(status === 404 && reason === 'BadPath') ||
			(status === 400 && reason === 'ChannelNotRegistered');
		if (isGone) return done(answer, 'There was no such channel', { existed: false });
		return outcomeOfAnswer(answer, CHANNEL_MEANINGS);
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

/** A proxy in between, or an answer that broke off. */
function unreadable({ status, apnsId }: Answer): Outcome {
	return outcomeOf({
		status,
		apnsId,
		outcome: 'rejected',
		errorCode: 'SERVER_ERROR',
		action: 'retryLater',
		message: `APNs answered in a way that cannot be read. (${status})`,
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

/** Channel IDs and push types are far shorter; a text without end is none of them. */
function isShortText(value: unknown): value is string {
	return typeof value === 'string' && value.length <= MAX_CHANNEL_ID_CHARACTERS;
}
