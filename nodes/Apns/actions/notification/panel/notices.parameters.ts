import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';
import { PUSH_TYPES, type Priority, type PushType } from '../../../notification/pushType.ts';

/**
 * Notices: shown in the panel before anything runs, where settings contradict each other. All conditions
 * of one have to hold, so what may be wrong in two ways takes two notices, the second hidden while the
 * first shows.
 *
 * The editor resolves expressions at the top of the panel, but not those inside a collection. Where n8n
 * meets one of those under `show`, it shows the notice without looking further, `hide` included
 * (`displayParameter` in n8n-workflow). So conditions on fields of a collection come last under `show`,
 * and go under `hide` where an expression must not raise a false alarm.
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

/** What puts text on the screen. */
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

/** Title and Body, filled in for an alert, are hidden then. */
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
		'A background push must not carry "alert", "sound" or "badge": Apple may delay or drop it. Leave them out, or set Push Type to Alert.',
		{
			...FROM_JSON,
			pushType: ['background'],
			payload: ['alert', 'sound', 'badge'].map((key) => ({ _cnd: { includes: `"${key}"` } })),
		},
	),
	notice(
		'payloadWithoutAps',
		'The payload has no "aps", so the device shows nothing. Write for example { "aps": { "alert": { "title": "Hello" } } }.',
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
		'This push only wakes the app. Set Push Type to Background: Apple may delay or drop a push whose type does not fit its content.',
		{ ...FROM_FIELDS, pushType: ['alert'] },
		{
			[field('contentAvailable')]: NOT_TRUE,
			...filled([...TEXTS, field('sound'), field('badge')]),
		},
	),
	notice(
		'mutableWithoutText',
		'Mutable Content needs a title, a subtitle or a body: without one the device does not start the service extension.',
		{ ...FROM_FIELDS, pushType: ['alert'] },
		{ [field('mutableContent')]: NOT_TRUE, ...filled(TEXTS) },
	),
	notice('passiveSound', 'With the interruption level Passive the device plays no sound.', {
		...FROM_FIELDS,
		pushType: ['alert'],
		[field('interruptionLevel')]: ['passive'],
		[field('sound')]: FILLED,
	}),
	notice(
		'inputPush',
		'A Live Activity is updated by its own token or by broadcasts on a channel. Remove Input Push Token or Input Push Channel, or nothing is sent.',
		{
			...FROM_FIELDS,
			pushType: ['liveactivity'],
			event: ['start'],
			'/liveActivityFields.inputPushToken': [true],
			'/liveActivityFields.inputPushChannel': FILLED,
		},
	),
];

/** What is said of a priority that Apple refuses for a push type. */
const PRIORITY_TEXTS: Readonly<Partial<Record<PushType, string>>> = {
	background: 'Apple takes a background push with priority 5 only.',
	liveactivity: 'Apple takes a Live Activity with priority 10 or 5 only.',
	location: 'Apple takes a location push with priority 10 or 5 only.',
	pushtotalk: 'Apple takes a Push to Talk push with priority 10 only.',
};

const PRIORITIES: readonly Priority[] = [10, 5, 1];

function refusedPriorities(pushType: PushType): string[] {
	const allowed: readonly Priority[] = PUSH_TYPES[pushType].allowedPriorities;
	return PRIORITIES.filter((priority) => !allowed.includes(priority)).map(String);
}

/** Below the topic. */
export const topicNotices: INodeProperties[] = [
	notice(
		'mdmTopic',
		'An MDM push does not go to a bundle ID. Fill in the UID in the subject of the MDM push certificate: it begins with com.apple.mgmt.',
		{ pushType: ['mdm'] },
		{ topic: [{ _cnd: { startsWith: 'com.apple.mgmt.' } }] },
	),
	notice(
		'bundleIdWithoutDot',
		"This does not look like a bundle ID. Copy it from Xcode, or from Identifiers at developer.apple.com: it is not the app's name, and has dots, such as com.example.app.",
		{},
		{ pushType: ['mdm'], topic: ['', { _cnd: { startsWith: '=' } }, { _cnd: { includes: '.' } }] },
	),
	notice(
		'topicSuffix',
		'This ends in the suffix of another push type. Unless it is the whole bundle ID, leave the suffix out: it is added automatically.',
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
			`${PRIORITY_TEXTS[pushType]} Change or remove the option Priority, or nothing is sent.`,
			{ pushType: [pushType], '/options.priority': refusedPriorities(pushType) },
		),
);
