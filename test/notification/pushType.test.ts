import { describe, expect, it } from 'vitest';
import {
	isPushType,
	PUSH_TYPES,
	pushTypeOf,
	rulesOf,
	sentPushType,
	topicFor,
	type Priority,
	type PushType,
} from '../../nodes/Apns/notification/pushType.ts';

interface Row {
	readonly pushType: PushType;
	/** Appended to the bundle ID. */
	readonly suffix: string;
	readonly maxBytes: number;
	readonly byDefault: Priority;
	/** The priorities on Apple's page of the type, or all if it names none. */
	readonly allowed: readonly Priority[];
	/** A second copy is not noticed. */
	readonly silent: boolean;
}

const ANY = [10, 5, 1] as const;

/** Copied by hand from "Sending notification requests to APNs" and the pages of the single types. */
const TABLE: readonly Row[] = [
	row('alert', '', 4096, 10, ANY, false),
	row('background', '', 4096, 5, [5], true),
	row('complication', '.complication', 4096, 10, ANY, true),
	row('controls', '.push-type.controls', 4096, 10, ANY, true),
	row('fileprovider', '.pushkit.fileprovider', 4096, 10, ANY, true),
	row('liveactivity', '.push-type.liveactivity', 4096, 10, [10, 5], false),
	row('location', '.location-query', 4096, 10, [10, 5], true),
	row('mdm', '', 4096, 10, ANY, true),
	row('pushtotalk', '.voip-ptt', 4096, 10, [10], false),
	row('voip', '.voip', 5120, 10, ANY, false),
	row('wallet', '', 4096, 10, ANY, true),
	row('widgets', '.push-type.widgets', 4096, 5, ANY, true),
];

function row(
	pushType: PushType,
	suffix: string,
	maxBytes: number,
	byDefault: Priority,
	allowed: readonly Priority[],
	silent: boolean,
): Row {
	return { pushType, suffix, maxBytes, byDefault, allowed, silent };
}

describe('push types', () => {
	it("are Apple's eleven, and passes", () => {
		expect(Object.keys(PUSH_TYPES).sort()).toEqual(TABLE.map(({ pushType }) => pushType).sort());
	});

	it.each(TABLE)('$pushType has its topic, limit and priorities', (expected) => {
		const rules = rulesOf(expected.pushType);
		expect(topicFor(expected.pushType, 'com.example.app')).toBe(
			`com.example.app${expected.suffix}`,
		);
		expect(rules.maxPayloadBytes).toBe(expected.maxBytes);
		expect(rules.defaultPriority).toBe(expected.byDefault);
		expect(rules.allowedPriorities).toEqual(expected.allowed);
		expect(rules.silent).toBe(expected.silent);
	});

	it.each(TABLE)('$pushType takes a whole topic as well as a bundle ID', ({ pushType, suffix }) => {
		const topic = `com.example.app${suffix}`;
		expect(topicFor(pushType, topic)).toBe(topic);
	});

	it('a suffix of another push type is part of the bundle ID', () => {
		expect(topicFor('voip', 'com.example.app.complication')).toBe(
			'com.example.app.complication.voip',
		);
		expect(topicFor('voip', 'com.example.app.voip-ptt')).toBe('com.example.app.voip-ptt.voip');
	});

	it.each<[string, string | undefined, PushType]>([
		['com.example.app', 'com.example.app', 'background'],
		['com.example.app', undefined, 'background'],
		['com.example.app.voip', 'com.example.app', 'voip'],
		['com.example.app.complication', 'com.example.app', 'complication'],
		['com.example.app.push-type.liveactivity', 'com.example.app', 'liveactivity'],
		['com.acme.voip', 'com.acme.voip', 'background'],
		['com.acme.voip.voip', 'com.acme.voip', 'voip'],
		['com.acme.voip', undefined, 'background'],
		['com.apple.mgmt.External.1', 'com.apple.mgmt.External.1', 'mdm'],
		['pass.com.example.card', 'pass.com.example.card', 'wallet'],
	])('the topic %s of the app %s is for %s', (topic, bundleId, pushType) => {
		expect(pushTypeOf(topic, bundleId)).toBe(pushType);
	});

	it('each is sent under its own name, but Wallet’s, which Apple has no type for', () => {
		for (const { pushType } of TABLE) {
			expect(sentPushType(pushType)).toBe(pushType === 'wallet' ? 'alert' : pushType);
		}
	});

	it.each([
		'',
		'Alert',
		'ALERT',
		'alert ',
		'constructor',
		'__proto__',
		'toString',
		null,
		7,
		{},
		[],
	])('%j is none', (value) => {
		expect(isPushType(value)).toBe(false);
	});
});
