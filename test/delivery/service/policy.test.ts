import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../../nodes/Apns/delivery/time/Clock.ts';
import { backoffMs, mayRepeat } from '../../../nodes/Apns/delivery/service/policy.ts';
import { createNotification } from '../../../nodes/Apns/notification/Notification.ts';
import { PUSH_TYPES, type PushType } from '../../../nodes/Apns/notification/pushType.ts';

const clockWith = (random: number) => ({ ...systemClock, random: () => random });

describe('the wait before another request', () => {
	it.each([
		[1, 500],
		[2, 1_000],
		[3, 2_000],
		[4, 4_000],
		[5, 8_000],
		[6, 10_000],
		[7, 10_000],
		[10_000, 10_000],
	])('after %i failures is evenly between 0 and %i ms', (failures, ceilingMs) => {
		expect(backoffMs(failures, clockWith(0))).toBe(0);
		expect(backoffMs(failures, clockWith(0.5))).toBe(ceilingMs / 2);
		expect(backoffMs(failures, clockWith(1))).toBe(ceilingMs);
	});

	it('never exceeds ten seconds', () => {
		const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
		fc.assert(
			fc.property(fc.integer({ min: 1 }), random, (failures, share) => {
				const waitMs = backoffMs(failures, clockWith(share));
				expect(waitMs >= 0 && waitMs < 10_000).toBe(true);
			}),
		);
	});
});

describe('a notification whose fate is unknown', () => {
	/** A second copy is not noticed: these show nothing, or an alert that replaces itself. */
	const silent = new Set<PushType>([
		'background',
		'complication',
		'controls',
		'fileprovider',
		'location',
		'mdm',
		'wallet',
		'widgets',
	]);
	const cases = (Object.keys(PUSH_TYPES) as PushType[]).flatMap((pushType) =>
		[undefined, 'order 7'].map((collapseId) => ({
			pushType,
			collapseId,
			invisible: silent.has(pushType) || (pushType === 'alert' && collapseId !== undefined),
		})),
	);

	it.each(cases)(
		'of type $pushType, collapse ID $collapseId: auto sends it again: $invisible',
		({ pushType, collapseId, invisible }) => {
			const notification = createNotification({
				bundleIdOrTopic: 'com.example.app',
				pushType,
				collapseId,
				payload: {},
			});
			expect(mayRepeat(notification, 'auto')).toBe(invisible);
			expect(mayRepeat(notification, 'retry')).toBe(true);
			expect(mayRepeat(notification, 'report')).toBe(false);
		},
	);
});
