import { expiredWarning } from '../../../notification/expiration.ts';
import type { Notification } from '../../../notification/Notification.ts';
import { NotificationRefusal } from '../../../notification/NotificationRefusal.ts';
import { isNearlyFull, NEARLY_FULL, warningsOf } from '../../../notification/warnings.ts';
import { escapeHtml } from '../../errors/escapeHtml.ts';
import { troubleshootingLink } from '../../errors/troubleshooting.ts';
import { DEVICES } from '../Audience.ts';
import { grouped } from './countsHint.ts';
import { isMisplaced, isOwn, type Task } from '../Task.ts';

/** A single token may be wrong; several tokens with the same reason point to a common cause. */
const SEVERAL = 2;

/** Problems with the notifications show in the first ones, so a long list is not searched completely. */
const SAMPLE = 100;

/** Warnings may contain values of an item and therefore differ between items. */
const MAX_WARNINGS = 10;

/**
 * Hints for typical mistakes in the results, each with the fix. n8n renders hints as HTML.
 *
 * @param nowMs when the notifications were read, in milliseconds
 */
export function mistakesIn(tasks: readonly Task[], nowMs: number): string[] {
	const own = tasks.filter(isOwn);
	const first = own[0]?.outcome?.reason ?? null;
	const { audience = DEVICES } = tasks.find(({ content }) => content)?.content ?? {};
	const mayBeCommon = audience === DEVICES && first !== null && own.length >= SEVERAL;
	const isCommon = mayBeCommon && own.every(({ outcome }) => outcome?.reason === first);
	const reason = isCommon ? first : undefined;
	const hints: string[] = [];
	const misplaced = tasks.filter(
		({ answeredIn, outcome }) => answeredIn !== undefined && outcome?.outcome === 'accepted',
	);
	if (misplaced.length > 0) {
		hints.push(
			`${grouped(misplaced.length)} of the notifications were accepted only in the other environment. Save 'environment' from the results with your tokens, and set Environment Field of Send in Bulk to that field. ${troubleshootingLink('INVALID_TOKEN')}`,
		);
	}
	if (reason === 'BadDeviceToken' && !tasks.some(isMisplaced) && !own.some(isOfWallet)) {
		hints.push(
			`APNs recognized none of the device tokens. Check the environment: apps run from Xcode have sandbox tokens, apps from TestFlight and the App Store have production tokens. ${troubleshootingLink('INVALID_TOKEN')}`,
		);
	}
	if (reason === 'DeviceTokenNotForTopic') {
		hints.push(
			`All device tokens belong to another app. Check the bundle ID. ${troubleshootingLink('INVALID_TOKEN')}`,
		);
	}
	if (reason === 'Unregistered') {
		hints.push(
			`All device tokens are unregistered. The list of tokens may be outdated. ${troubleshootingLink('UNREGISTERED')}`,
		);
	}
	const sample = tasks.slice(0, SAMPLE).map(({ content }) => content?.notification);
	const notifications = [...new Set(sample)].filter(isReady);
	const warnings = new Set(
		notifications.flatMap((one) =>
			[expiredWarning(one.expirationSeconds, nowMs) ?? [], warningsOf(one)].flat(),
		),
	);
	for (const warning of [...warnings].slice(0, MAX_WARNINGS)) {
		hints.push(`${escapeHtml(warning)} ${troubleshootingLink('SUCCESS')}`);
	}
	if (notifications.some((one) => isNearlyFull(one, audience.rulesOf(one.pushType)))) {
		hints.push(`${NEARLY_FULL} ${troubleshootingLink('PAYLOAD_TOO_LARGE')}`);
	}
	return hints;
}

/** Passes have no tokens in the sandbox. */
function isOfWallet({ content }: Task): boolean {
	return isReady(content?.notification) && content.notification.pushType === 'wallet';
}

function isReady(notification: unknown): notification is Notification {
	return notification !== undefined && !(notification instanceof NotificationRefusal);
}
