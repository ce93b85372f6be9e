import { pushTypeOfTopic, type PushType } from '../pushTypes.ts';
import { apsRemarks } from './apsRemarks.ts';
import { liveActivityRemarks } from './liveActivityRemarks.ts';

/** What is remarked upon: an entry of the ledger is one. */
export interface RemarkedPush {
	readonly topic: string;
	readonly pushType: string | undefined;
	readonly payload: string;
}

/**
 * What is wrong with a notification that APNs accepts all the same: the device would ignore it, or
 * a part of it, without a word to anybody. No source tells of APNs refusing it.
 */
export function payloadRemarks({ topic, pushType, payload }: RemarkedPush): string[] {
	const root = JSON.parse(payload) as Record<string, unknown>;
	const type = (pushType ?? pushTypeOfTopic(topic)) as PushType;
	// Without a push type, a topic without a suffix may be meant for a background push as well.
	const remarks = pushType === undefined && type === 'alert' ? undefined : remarksOf[type];
	return [...(remarks ?? needsAps)(root), ...apsRemarks(apsOf(root), type)];
}

/** The same of a broadcast to a channel. */
export function broadcastRemarks({ payload }: { readonly payload: string }): string[] {
	const aps = apsOf(JSON.parse(payload) as Record<string, unknown>);
	// "Starting and updating Live Activities with ActivityKit push notifications": who listens on a
	// channel has an activity already.
	const start = aps['event'] === 'start' ? ['a broadcast cannot start an activity'] : [];
	return [...start, ...liveActivityRemarks(aps), ...apsRemarks(aps, 'liveactivity')];
}

type Remarks = (root: Record<string, unknown>) => string[];

// The titles in the comments are those of Apple's pages.
const remarksOf: Partial<Record<PushType, Remarks>> = {
	// "Generating a remote notification"
	alert: (root) => {
		const shows = ['alert', 'badge', 'sound'].some((key) => key in apsOf(root));
		return shows ? [] : ['an alert needs alert, badge or sound in aps'];
	},
	// "Pushing background updates to your App"
	background: (root) => {
		const aps = apsOf(root);
		return [
			...(aps['content-available'] === 1 ? [] : ['background needs content-available: 1 in aps']),
			...['alert', 'badge', 'sound']
				.filter((key) => key in aps)
				.map((key) => `background must not have ${key}`),
		];
	},
	liveactivity: (root) => liveActivityRemarks(apsOf(root)),
	// "Updating widgets with WidgetKit push notifications", "Updating controls locally and remotely"
	widgets: (root) => needsContentChanged(root),
	controls: (root) => needsContentChanged(root),
	// "Using push notifications to signal changes"
	fileprovider: (root) =>
		['container-identifier', 'domain']
			.filter((key) => typeof root[key] !== 'string')
			.map((key) => `fileprovider needs ${key}`),
	// "Sending push notifications to devices": nothing but the device's PushMagic.
	mdm: (root) => [
		...(typeof root['mdm'] === 'string' ? [] : ['mdm needs mdm: the PushMagic of the device']),
		...('aps' in root ? ['mdm must not have aps'] : []),
	],
};

function needsContentChanged(root: Record<string, unknown>): string[] {
	return apsOf(root)['content-changed'] === true ? [] : ['content-changed: true is missing in aps'];
}

function needsAps(root: Record<string, unknown>): string[] {
	return isObject(root['aps']) ? [] : ['aps is missing'];
}

function apsOf(root: Record<string, unknown>): Record<string, unknown> {
	return isObject(root['aps']) ? root['aps'] : {};
}

function isObject(value: unknown): value is Record<string, unknown> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
