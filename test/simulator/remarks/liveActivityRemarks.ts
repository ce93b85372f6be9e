// "Starting and updating Live Activities with ActivityKit push notifications"

const required = {
	start: ['timestamp', 'content-state', 'attributes-type', 'attributes', 'alert'],
	update: ['timestamp', 'content-state'],
	end: ['timestamp'],
};
const onlyOf: Readonly<Record<string, string>> = {
	'attributes-type': 'start',
	attributes: 'start',
	'input-push-token': 'start',
	'input-push-channel': 'start',
	'dismissal-date': 'end',
};
const TIMES = ['timestamp', 'stale-date', 'dismissal-date'];
/** In the year 5138 in seconds; in 1973 in milliseconds. */
const FIRST_IN_MS = 1e11;

/** What a device would ignore in the `aps` of a Live Activity. */
export function liveActivityRemarks(aps: Record<string, unknown>): string[] {
	const { event } = aps;
	if (event !== 'start' && event !== 'update' && event !== 'end') {
		return ['event must be start, update or end'];
	}
	const remarks = required[event]
		.filter((key) => !(key in aps))
		.map((key) => `${event} needs ${key} in aps`);
	for (const [key, itsEvent] of Object.entries(onlyOf)) {
		if (key in aps && itsEvent !== event) remarks.push(`${key} is for the event ${itsEvent}`);
	}
	for (const key of TIMES) {
		const time = aps[key];
		if (typeof time === 'number' && time >= FIRST_IN_MS) {
			remarks.push(`${key} must be in seconds, not in milliseconds`);
		}
	}
	if ('sound' in aps) remarks.push('sound belongs in alert');
	if (typeof aps['alert'] === 'string') remarks.push('alert must be an object');
	if ('input-push-token' in aps && 'input-push-channel' in aps) {
		remarks.push('input-push-token and input-push-channel exclude each other');
	}
	return remarks;
}
