import type { PushType } from '../pushTypes.ts';

// "Generating a remote notification", table 1; the keys of Live Activities and widgets from their
// own pages.
const kinds: Readonly<Record<string, 'text' | 'number' | 'one' | 'object' | 'true' | 'any'>> = {
	alert: 'any',
	badge: 'number',
	sound: 'any',
	'thread-id': 'text',
	category: 'text',
	'content-available': 'one',
	'mutable-content': 'one',
	'target-content-id': 'text',
	'interruption-level': 'text',
	'relevance-score': 'number',
	'filter-criteria': 'text',
	timestamp: 'number',
	event: 'text',
	'content-state': 'object',
	'stale-date': 'number',
	'dismissal-date': 'number',
	'attributes-type': 'text',
	attributes: 'object',
	'input-push-token': 'one',
	'input-push-channel': 'text',
	'content-changed': 'true',
	// Safari's own, on older systems.
	'url-args': 'any',
};
const INTERRUPTION_LEVELS = ['passive', 'active', 'time-sensitive', 'critical'];

/** What a device would ignore in `aps`, whatever the push type. */
export function apsRemarks(aps: Record<string, unknown>, pushType: PushType): string[] {
	const remarks = Object.entries(aps).flatMap(([key, value]) => {
		const kind = Object.hasOwn(kinds, key) ? kinds[key] : undefined;
		if (!kind) return [`aps has no key ${key}: what is an app's own belongs beside aps`];
		return fits(value, kind) ? [] : [`${key} must be ${described[kind]}`];
	});
	const level = aps['interruption-level'];
	if (typeof level === 'string' && !INTERRUPTION_LEVELS.includes(level)) {
		remarks.push(`interruption-level must be one of ${INTERRUPTION_LEVELS.join(', ')}`);
	}
	// Live Activities may have any number.
	const score = aps['relevance-score'];
	if (pushType !== 'liveactivity' && typeof score === 'number' && (score < 0 || score > 1)) {
		remarks.push('relevance-score must be from 0 to 1');
	}
	if ('mutable-content' in aps && !('alert' in aps)) remarks.push('mutable-content needs an alert');
	return remarks;
}

const described = {
	text: 'a string',
	number: 'a number',
	one: '1',
	object: 'an object',
	true: 'true',
	any: '',
} as const;

function fits(value: unknown, kind: keyof typeof described): boolean {
	if (kind === 'any') return true;
	if (kind === 'text') return typeof value === 'string';
	if (kind === 'number') return typeof value === 'number';
	if (kind === 'object')
		return typeof value === 'object' && value !== null && !Array.isArray(value);
	return value === (kind === 'one' ? 1 : true);
}
