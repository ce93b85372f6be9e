import { reject, type Rejection } from '../Answer.ts';
import { headerOf, type ApnsRequest } from '../ApnsRequest.ts';
import type { Channel, ChannelRegistry } from '../ChannelRegistry.ts';
import { topicSuffixes } from '../pushTypes.ts';
import type { Permission } from './credentialCheck.ts';

// "Handling error responses from APNs" mentions a limit without its value. IDs of 24 characters have been
// seen.
const MAX_CHANNEL_ID_LENGTH = 256;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** Checks that the app in the path belongs to the credential, has no suffix, and has the capability. */
export function checkApp(
	bundleId: string,
	{ bundleIds }: Permission,
	channels: ChannelRegistry,
): Rejection | undefined {
	if (!bundleIds.includes(bundleId)) {
		const hasSuffix = bundleIds.some(
			(one) => bundleId.startsWith(one) && topicSuffixes.has(bundleId.slice(one.length)),
		);
		return reject(hasSuffix ? 'TopicDisallowed' : 'TopicMismatch');
	}
	return channels.hasCapability(bundleId) ? undefined : reject('BroadcastFeatureNotEnabled');
}

/**
 * Checks that `apns-channel-id` is a channel of the app. Apple's page has ChannelNotRegistered for all that
 * do not exist; on the wire it was seen for a deleted channel, and BadChannelId for one that never existed
 * (a probe of the sandbox, 2026-09).
 */
export function checkChannel(
	request: ApnsRequest,
	bundleId: string,
	channels: ChannelRegistry,
): Channel | Rejection {
	const id = headerOf(request, 'apns-channel-id');
	const malformed = checkChannelId(id);
	if (malformed || id === undefined) return malformed ?? reject('MissingChannelId');
	const channel = channels.get(id, bundleId);
	if (channel) return channel;
	return reject(channels.isDeleted(id, bundleId) ? 'ChannelNotRegistered' : 'BadChannelId');
}

/** Checks that `apns-channel-id` is present and base64. */
export function checkChannelId(id: string | undefined): Rejection | undefined {
	if (!id) return reject('MissingChannelId');
	return id.length <= MAX_CHANNEL_ID_LENGTH && BASE64.test(id) ? undefined : reject('BadChannelId');
}

/**
 * Whether this is the push type of channels. Apple spells it in three ways: `Liveactivity`, `liveactivity`
 * and `LiveActivity`.
 */
export function isLiveActivity(pushType: unknown): boolean {
	return typeof pushType === 'string' && pushType.toLowerCase() === 'liveactivity';
}
