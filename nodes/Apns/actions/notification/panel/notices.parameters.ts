import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';
import { PUSH_TYPES, type Priority, type PushType } from '../../../notification/pushType.ts';

/**
 * Notices that the panel shows before anything runs if settings contradict each other. A notice is shown only
 * if all of its conditions are met. A problem with two possible causes therefore needs two notices, and the
 * second is hidden while the first is shown.
 *
 * The editor resolves expressions of top-level parameters, but not those inside a collection. If n8n finds one
 * of those under `show`, it shows the notice without checking any other condition, including those under `hide`
 * (`displayParameter` in n8n-workflow). Conditions on fields of a collection therefore come last under `show`,
 * and go under `hide` if an expression must not cause a false warning.
 */
type Conditions = NonNullable<IDisplayOptions['hide']>;

const FILLED: Conditions[string] = [{ _cnd: { exists: true } }];
const NOT_TRUE: Conditions[string] = [{ _cnd: { not: true } }];
const FROM_FIELDS: Conditions = { payloadMode: ['fields'] };
const FROM_JSON: Conditions = { payloadMode: ['json'] };

function notice(
	name: string,
	text: string,
	show: Conditions,
	hide: Conditions = {},
): INodeProperties {
	return {
		displayName: text,
		name: `${name}Notice`,
		type: 'notice',
		default: '',
		displayOptions: { show, hide },
	};
}

const field = (name: string) => `/notificationFields.${name}`;

/** The fields that show text. */
const TEXTS = [
	'title',
	'body',
	...['subtitle', 'titleLocKey', 'subtitleLocKey', 'locKey'].map(field),
];

const filled = (names: readonly string[]): Conditions =>
	Object.fromEntries(names.map((name) => [name, FILLED]));

const pushTypes = Object.keys(PUSH_TYPES) as PushType[];

const TOPIC_SUFFIXES = [
	...new Set(
		pushTypes.map((type) => PUSH_TYPES[type].topicSuffix).filter((suffix) => suffix !== ''),
	),
];

/** The panel hides Title and Body if Push Type is Background. */
const NOT_SENT =
	'Title and Body are not sent: a background push shows nothing. To show them, set Push Type to Alert.';

/** Below Push Type, which comes after title and body. */
export const pushTypeNotices: INodeProperties[] = [
	notice('backgroundTitle', NOT_SENT, {
		...FROM_FIELDS,
		pushType: ['background'],
		title: FILLED,
	}),
	notice(
		'backgroundBody',
		NOT_SENT,
		{ ...FROM_FIELDS, pushType: ['background'], body: FILLED },
		{ title: FILLED },
	),
];

/** Below the payload in JSON. */
export const payloadNotices: INodeProperties[] = [
	notice(
		'backgroundPayload',
		'A background push must not contain "alert", "sound" or "badge": Apple may delay or drop it. Remove them, or set Push Type to Alert.',
		{
			...FROM_JSON,
			pushType: ['background'],
			payload: ['alert', 'sound', 'badge'].map((key) => ({ _cnd: { includes: `"${key}"` } })),
		},
	),
	notice(
		'payloadWithoutAps',
		'The payload has no "aps", so the device shows nothing. Add it, for example { "aps": { "alert": { "title": "Hello" } } }.',
		{
			...FROM_JSON,
			pushType: ['alert', 'liveactivity'],
			payload: [{ _cnd: { startsWith: '{' } }],
		},
		{ payload: [{ _cnd: { includes: '"aps"' } }] },
	),
];

/** Below the fields of the push type. */
export const fieldNotices: INodeProperties[] = [
	notice(
		'silentAlert',
		'This push only wakes the app. Set Push Type to Background: Apple may delay or drop a push whose type does not match its content.',
		{ ...FROM_FIELDS, pushType: ['alert'] },
		{
			[field('contentAvailable')]: NOT_TRUE,
			...filled([...TEXTS, field('sound'), field('badge')]),
		},
	),
	notice(
		'mutableWithoutText',
		'Mutable Content needs a title, subtitle or body. Without one, the device does not run the service extension.',
		{ ...FROM_FIELDS, pushType: ['alert'] },
		{ [field('mutableContent')]: NOT_TRUE, ...filled(TEXTS) },
	),
	notice('passiveSound', 'If the interruption level is Passive, the device plays no sound.', {
		...FROM_FIELDS,
		pushType: ['alert'],
		[field('interruptionLevel')]: ['passive'],
		[field('sound')]: FILLED,
	}),
	notice(
		'inputPush',
		'A Live Activity is updated either by its own token or by broadcasts on a channel. Remove Input Push Token or Input Push Channel. Otherwise nothing is sent.',
		{
			...FROM_FIELDS,
			pushType: ['liveactivity'],
			event: ['start'],
			'/liveActivityFields.inputPushToken': [true],
			'/liveActivityFields.inputPushChannel': FILLED,
		},
	),
];

/** What a notice says about a priority that Apple does not allow for a push type. */
const PRIORITY_TEXTS: Readonly<Partial<Record<PushType, string>>> = {
	background: 'Apple accepts a background push only with priority 5.',
	liveactivity: 'Apple accepts a Live Activity push only with priority 10 or 5.',
	location: 'Apple accepts a location push only with priority 10 or 5.',
	pushtotalk: 'Apple accepts a Push to Talk push only with priority 10.',
};

const PRIORITIES: readonly Priority[] = [10, 5, 1];

function refusedPriorities(pushType: PushType): string[] {
	const allowed: readonly Priority[] = PUSH_TYPES[pushType].allowedPriorities;
	return PRIORITIES.filter((priority) => !allowed.includes(priority)).map(String);
}

/** Below Bundle ID. */
export const topicNotices: INodeProperties[] = [
	notice(
		'mdmTopic',
		'An MDM push needs the topic of the MDM push certificate, not a bundle ID. Enter the UID from the subject of the certificate: it begins with com.apple.mgmt.',
		{ pushType: ['mdm'] },
		{ topic: [{ _cnd: { startsWith: 'com.apple.mgmt.' } }] },
	),
	notice(
		'passType',
		'A Wallet pass is updated by its pass type identifier, not by a bundle ID. Enter the passTypeIdentifier in the pass.json of the passes: it begins with pass.',
		{ pushType: ['wallet'] },
		{ topic: ['', { _cnd: { startsWith: '=' } }, { _cnd: { startsWith: 'pass.' } }] },
	),
	notice(
		'bundleIdWithoutDot',
		'This does not look like a bundle ID, such as com.example.app. It is not the name of the app: copy it from Xcode or from Identifiers at developer.apple.com.',
		{},
		{
			pushType: ['mdm', 'wallet'],
			topic: ['', { _cnd: { startsWith: '=' } }, { _cnd: { includes: '.' } }],
		},
	),
	notice(
		'topicSuffix',
		'This already contains a push-type suffix. Remove it, unless it is part of the bundle ID: suffixes are added automatically.',
		{
			pushType: ['alert', 'background'],
			topic: TOPIC_SUFFIXES.map((suffix) => ({ _cnd: { endsWith: suffix } })),
		},
	),
];

/** Below Options. */
export const optionNotices: INodeProperties[] = (Object.keys(PRIORITY_TEXTS) as PushType[]).map(
	(pushType) =>
		notice(
			`${pushType}Priority`,
			`${PRIORITY_TEXTS[pushType]} Change or remove the option Priority. Otherwise nothing is sent.`,
			{ pushType: [pushType], '/options.priority': refusedPriorities(pushType) },
		),
);
