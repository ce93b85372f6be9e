import type { JsonObject } from '../../../nodes/Apns/notification/payload.ts';
import { payloadWarnings } from '../../../nodes/Apns/notification/warnings.ts';
import { isPushType, pushTypeOfTopic } from '../pushTypes.ts';

/** What is remarked upon: an entry of the ledger is one. */
export interface RemarkedPush {
	readonly topic: string;
	readonly pushType: string | undefined;
	readonly payload: string;
}

/**
 * What is wrong with a notification that APNs accepts all the same: the device would ignore it, or
 * a part of it, without a word to anybody. No source tells of APNs refusing it. What Apple documents
 * of payloads is in one table, which the node warns by as well.
 */
export function payloadRemarks({ topic, pushType, payload }: RemarkedPush): string[] {
	if (pushType !== undefined) return isPushType(pushType) ? payloadWarnings(payload, pushType) : [];
	const type = pushTypeOfTopic(topic);
	// Without a push type, a topic without a suffix may be meant for a background push as well.
	return payloadWarnings(payload, type === 'alert' ? undefined : type);
}

/** The same of a broadcast to a channel. */
export function broadcastRemarks({ payload }: { readonly payload: string }): string[] {
	const { aps } = JSON.parse(payload) as { aps?: JsonObject | null };
	// "Starting and updating Live Activities with ActivityKit push notifications": who listens on a
	// channel has an activity already.
	const start = aps?.['event'] === 'start' ? ['A broadcast cannot start a Live Activity.'] : [];
	return [...start, ...payloadWarnings(payload, 'liveactivity')];
}
