import { expiredWarning } from '../../../notification/expiration.ts';
import type { Notification } from '../../../notification/Notification.ts';
import { NotificationRefusal } from '../../../notification/NotificationRefusal.ts';
import { isNearlyFull, NEARLY_FULL, warningsOf } from '../../../notification/warnings.ts';
import { escapeHtml } from '../../errors/escapeHtml.ts';
import { troubleshootingLink } from '../../errors/troubleshooting.ts';
import { DEVICES } from '../Audience.ts';
import { grouped } from './countsHint.ts';
import { type Task, isMisplaced } from '../Task.ts';

/** One token may be wrong by itself; several, all in the same way, point to what they have in common. */
const SEVERAL = 2;

/** What is wrong with the notifications shows in the first ones; a long list is not searched. */
const SAMPLE = 100;

/** Warnings may name what an item holds, and so be different for each. */
const MAX_WARNINGS = 10;

/**
 * What typical mistakes look like in the results, each with the way out. n8n shows hints as HTML.
 *
 * @param nowMs when the notifications were read, in milliseconds
 */
export function mistakesIn(tasks: readonly Task[], nowMs: number): string[] {
	const own = tasks.filter(({ duplicateOf }) => duplicateOf === undefined);
	const reasons = new Set(own.map(({ outcome }) => outcome?.reason ?? null));
	const [reason] = reasons.size === 1 && own.length >= SEVERAL ? reasons : [];
	const hints: string[] = [];
	const misplaced = tasks.filter(
		({ answeredIn, outcome }) => answeredIn !== undefined && outcome?.outcome === 'accepted',
	);
	if (misplaced.length > 0) {
		hints.push(
			`${grouped(misplaced.length)} of the notifications were accepted in the other environment only. Save 'environment' from the results with your tokens, and name that field in Environment Field of Send in Bulk. ${troubleshootingLink('INVALID_TOKEN')}`,
		);
	}
	if (reason === 'BadDeviceToken' && !tasks.some(isMisplaced)) {
		hints.push(
			`Every device token was refused as unknown. Is the environment right? An app started from Xcode has sandbox tokens; TestFlight and App Store have production tokens. ${troubleshootingLink('INVALID_TOKEN')}`,
		);
	}
	if (reason === 'DeviceTokenNotForTopic') {
		hints.push(
			`Every device token belongs to another app. Is the bundle ID right? ${troubleshootingLink('INVALID_TOKEN')}`,
		);
	}
	if (reason === 'Unregistered') {
		hints.push(
			`Every device token is unregistered. Is this an old list of tokens? ${troubleshootingLink('UNREGISTERED')}`,
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
	const { audience = DEVICES } = tasks.find(({ content }) => content)?.content ?? {};
	if (notifications.some((one) => isNearlyFull(one, audience.rulesOf(one.pushType)))) {
		hints.push(`${NEARLY_FULL} ${troubleshootingLink('PAYLOAD_TOO_LARGE')}`);
	}
	return hints;
}

function isReady(notification: unknown): notification is Notification {
	return notification !== undefined && !(notification instanceof NotificationRefusal);
}
