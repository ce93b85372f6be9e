import type { JsonObject } from '../../../nodes/Apns/notification/payload.ts';
import { payloadWarnings } from '../../../nodes/Apns/notification/warnings.ts';
import { isPushType, PASS_TYPE_PREFIX, pushTypeOfTopic } from '../pushTypes.ts';

/** A push to check, such as an entry of the ledger. */
export interface RemarkedPush {
	readonly topic: string;
	readonly pushType: string | undefined;
	readonly payload: string;
}

/**
 * What is wrong with a notification that APNs accepts: the device would silently ignore it, or a part of
 * it. No source reports that APNs refuses such a payload. Uses the table of Apple's documented keys that
 * the node's warnings use, too.
 */
export function payloadRemarks({ topic, pushType, payload }: RemarkedPush): string[] {
	if (topic.startsWith(PASS_TYPE_PREFIX)) return payloadWarnings(payload, 'wallet');
	if (pushType !== undefined) return isPushType(pushType) ? payloadWarnings(payload, pushType) : [];
	const type = pushTypeOfTopic(topic);
	// Without a push type, a topic without a suffix may also be meant for a background push.
	return payloadWarnings(payload, type === 'alert' ? undefined : type);
}

/** The same for a broadcast. */
export function broadcastRemarks({ payload }: { readonly payload: string }): string[] {
	const { aps } = JSON.parse(payload) as { aps?: JsonObject | null };
	// "Starting and updating Live Activities with ActivityKit push notifications": a device subscribed to a
	// channel already has an activity.
	const start = aps?.['event'] === 'start' ? ['A broadcast cannot start a Live Activity.'] : [];
	return [...start, ...payloadWarnings(payload, 'liveactivity')];
}
