/** Start of a heading of CHANGELOG.md, in the format of Keep a Changelog 1.1.0. */
const UNRELEASED = '## [Unreleased]';

/** Whether CHANGELOG.md has a section for `version` with its date: `## [1.2.3] - 2026-01-31`. */
export function isDated(changelog: string, version: string): boolean {
	return changelog
		.split('\n')
		.some(
			(line) =>
				line.startsWith(`## [${version}] - `) &&
				/^\d{4}-\d\d-\d\d$/.test(line.split(' - ')[1] ?? ''),
		);
}

/** Whether "Unreleased" has any content. */
export function hasUnreleased(changelog: string): boolean {
	const section = changelog.split(`\n${UNRELEASED}\n`)[1]?.split('\n## ')[0];
	return section !== undefined && section.trim() !== '';
}

/** CHANGELOG.md with "Unreleased" turned into `version` of `date` (YYYY-MM-DD), and a new, empty one. */
export function withRelease(changelog: string, version: string, date: string): string {
	return changelog.replace(`\n${UNRELEASED}\n`, `\n${UNRELEASED}\n\n## [${version}] - ${date}\n`);
}
