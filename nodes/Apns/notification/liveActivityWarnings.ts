import { LIVE_ACTIVITY_EVENTS, type LiveActivityEvent } from './liveActivity.ts';
import type { JsonObject } from './payload.ts';
import { quotedAll } from './shapeWarnings.ts';
import { EARLIEST_UNIX_SECONDS, LATEST_UNIX_SECONDS } from './unixTime.ts';

// "Starting and updating Live Activities with ActivityKit push notifications"

const NEEDED: Readonly<Record<LiveActivityEvent, readonly string[]>> = {
	start: ['timestamp', 'content-state', 'attributes-type', 'attributes', 'alert'],
	update: ['timestamp', 'content-state'],
	end: ['timestamp'],
};
const ONLY_WITH: Readonly<Record<string, LiveActivityEvent>> = {
	'attributes-type': 'start',
	attributes: 'start',
	'input-push-token': 'start',
	'input-push-channel': 'start',
	'dismissal-date': 'end',
};

/** Warnings about what a device ignores in a Live Activity, except for unknown keys and wrong values. */
export function liveActivityWarnings(aps: JsonObject): string[] {
	const event = LIVE_ACTIVITY_EVENTS.find((one) => one === aps.event);
	const warnings = [...ofTimes(aps), ...ofKeys(aps)];
	if (event === undefined) {
		if ('event' in aps) return warnings;
		return [
			'A Live Activity needs "event" in "aps": "start", "update" or "end". The device ignores the push.',
			...warnings,
		];
	}
	const absent = NEEDED[event].filter((key) => !(key in aps));
	if (absent.length > 0) {
		warnings.push(
			`A Live Activity with the event "${event}" needs ${quotedAll(absent)}. The device ignores it otherwise.`,
		);
	}
	for (const [key, its] of Object.entries(ONLY_WITH)) {
		if (key in aps && its !== event) {
			warnings.push(
				`"${key}" is only for the event "${its}". With "${event}", the device ignores it.`,
			);
		}
	}
	return warnings;
}

function ofTimes(aps: JsonObject): string[] {
	return ['timestamp', 'stale-date', 'dismissal-date'].flatMap((key) => {
		const seconds = aps[key];
		if (typeof seconds !== 'number') return [];
		if (seconds > LATEST_UNIX_SECONDS) {
			return [`"${key}" looks like milliseconds. Use Unix seconds.`];
		}
		if (key === 'dismissal-date') return isDuration(seconds) ? [removedAtOnce(seconds)] : [];
		if (seconds >= EARLIEST_UNIX_SECONDS) return [];
		return [`"${key}" is a time before 2001. Use Unix seconds, which count from 1970.`];
	});
}

/** A minute to a day: probably meant as a duration from now. Other dates in the past are intentional. */
function isDuration(seconds: number): boolean {
	return seconds >= 60 && seconds <= 86_400;
}

function removedAtOnce(seconds: number): string {
	return `"dismissal-date" is ${seconds}, a time in 1970, so the device removes the activity at once. To remove it later, use a date in the future.`;
}

function ofKeys(aps: JsonObject): string[] {
	const warnings: string[] = [];
	if ('sound' in aps) warnings.push('The sound of a Live Activity belongs inside "alert".');
	if ('input-push-token' in aps && 'input-push-channel' in aps) {
		warnings.push(
			'"input-push-token" and "input-push-channel" exclude each other. Remove one of them.',
		);
	}
	return warnings;
}
