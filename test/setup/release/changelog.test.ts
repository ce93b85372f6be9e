import { describe, expect, it } from 'vitest';
import { hasUnreleased, isDated, withRelease } from './changelog.ts';

const CHANGELOG = `# Changelog

Some words.

## [Unreleased]

### Added

- A thing.

## [0.1.0] - 2026-11-02

### Added

- The first thing.
`;

const AFTER = CHANGELOG.replace(
	'## [Unreleased]\n',
	'## [Unreleased]\n\n## [0.2.0] - 2026-12-24\n',
);

describe('CHANGELOG.md', () => {
	it('has a version when its section has a date', () => {
		expect(isDated(CHANGELOG, '0.1.0')).toBe(true);
		expect(isDated(CHANGELOG, '0.1')).toBe(false);
		expect(isDated(CHANGELOG, '0.2.0')).toBe(false);
		expect(isDated(CHANGELOG.replace('2026-11-02', 'soon'), '0.1.0')).toBe(false);
		expect(isDated(CHANGELOG.replace(' - 2026-11-02', ''), '0.1.0')).toBe(false);
	});

	it('has something unreleased only under that heading', () => {
		expect(hasUnreleased(CHANGELOG)).toBe(true);
		expect(hasUnreleased(AFTER)).toBe(false);
		expect(hasUnreleased(CHANGELOG.replace('## [Unreleased]\n', ''))).toBe(false);
	});

	it('keeps what was unreleased as the version, under an empty heading for what comes next', () => {
		expect(withRelease(CHANGELOG, '0.2.0', '2026-12-24')).toBe(AFTER);
		expect(isDated(AFTER, '0.2.0')).toBe(true);
	});
});
