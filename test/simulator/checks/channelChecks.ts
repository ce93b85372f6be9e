import { reject, type Rejection } from '../Answer.ts';
import { headerOf, type ApnsRequest } from '../ApnsRequest.ts';
import type { Channel, ChannelRegistry } from '../ChannelRegistry.ts';
import { topicSuffixes } from '../pushTypes.ts';
import type { Permission } from './credentialCheck.ts';

// "Handling error responses from APNs" says that there is a limit, not which. 24 were seen.
const MAX_CHANNEL_ID_LENGTH = 256;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** The app in the path is one of the credential's, without a suffix, and has the capability. */
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
 * `apns-channel-id` names a channel of the app. Apple's page has ChannelNotRegistered for all that
 * does not exist; on the wire it was seen for a deleted channel, and BadChannelId for one that never
 * was (a probe of the sandbox, 2026-09).
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

/** `apns-channel-id` is there, and base64. */
export function checkChannelId(id: string | undefined): Rejection | undefined {
	if (!id) return reject('MissingChannelId');
	return id.length <= MAX_CHANNEL_ID_LENGTH && BASE64.test(id) ? undefined : reject('BadChannelId');
}

/**
 * Whether this is the only push type that channels have. Apple writes it in three ways:
 * `Liveactivity`, `liveactivity` and `LiveActivity`.
 */
export function isLiveActivity(pushType: unknown): boolean {
	return typeof pushType === 'string' && pushType.toLowerCase() === 'liveactivity';
}
