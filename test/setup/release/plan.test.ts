import { describe, expect, it } from 'vitest';
import { planRelease, type Situation } from './plan.ts';

const UNRELEASED = '# Changelog\n\n## [Unreleased]\n\n- New.\n';
const DATED = '# Changelog\n\n## [Unreleased]\n\n## [0.1.0] - 2026-11-02\n\n- New.\n';
const NEXT = '# Changelog\n\n## [Unreleased]\n\n- Newer.\n\n## [0.1.0] - 2026-11-02\n\n- New.\n';

function plan(changes: Partial<Situation>) {
	const current = changes.current ?? '0.1.0';
	return planRelease({
		current,
		locked: current,
		changelog: UNRELEASED,
		tags: [],
		tagsHere: [],
		...changes,
	});
}

describe('a release', () => {
	it('of the first version is what package.json says', () => {
		const prepare = { version: '0.1.0', tag: 'v0.1.0', state: 'to be prepared' };
		expect(plan({})).toEqual(prepare);
		expect(plan({ asked: '0.1.0' })).toEqual(prepare);
	});

	it('of the next version takes what is unreleased', () => {
		expect(plan({ asked: '0.2.0', changelog: NEXT, tags: ['v0.1.0'] })).toEqual({
			version: '0.2.0',
			tag: 'v0.2.0',
			state: 'to be prepared',
		});
	});

	it('may have its date in CHANGELOG.md before it is tagged', () => {
		expect(plan({ changelog: DATED })).toMatchObject({ state: 'prepared' });
	});

	it('is complete when the commit has the tag of its version', () => {
		const tagged = { changelog: DATED, tags: ['v0.1.0'], tagsHere: ['v0.1.0'] };
		expect(plan(tagged)).toMatchObject({ state: 'tagged' });
	});

	it('of a version that has its tag elsewhere waits for the next one to be named', () => {
		expect(plan({ changelog: NEXT, tags: ['v0.1.0'] })).toMatchObject({ state: 'released' });
	});

	it.each([
		['a tag of another version', { tagsHere: ['v0.2.0'] }, /tagged v0\.2\.0.* version is 0\.1\.0/],
		['a tag without a date', { tags: ['v0.1.0'], tagsHere: ['v0.1.0'] }, /no dated 0\.1\.0/],
		['a version that is taken', { asked: '0.1.0', tags: ['v0.1.0'] }, /^v0\.1\.0 already exists/],
		['an older version', { asked: '0.0.9' }, /older than 0\.1\.0/],
		['nothing new', { asked: '0.2.0', changelog: DATED }, /neither a dated 0\.2\.0 nor anything/],
		['a lock of another version', { locked: '0.0.9' }, /package-lock\.json 0\.0\.9/],
		['a tag instead of a version', { asked: 'v0.2.0' }, /must be X\.Y\.Z/],
		['a candidate', { asked: '0.2.0-rc.1' }, /must be X\.Y\.Z/],
	])('is refused for %s', (_, changes, message) => {
		expect(() => plan(changes)).toThrow(message);
	});
});
