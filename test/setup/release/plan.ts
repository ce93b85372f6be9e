import { gt, valid } from 'semver';
import { hasUnreleased, isDated } from './changelog.ts';

/** What decides whether a version can be released. */
export interface Situation {
	/** The version in package.json. */
	current: string;
	/** The version in package-lock.json. */
	locked: string | undefined;
	/** The requested version, if any. */
	asked?: string | undefined;
	/** The text of CHANGELOG.md. */
	changelog: string;
	/** All tags of the repository. */
	tags: readonly string[];
	/** The tags of the current commit. */
	tagsHere: readonly string[];
}

/** The release of this commit. */
export interface ReleasePlan {
	version: string;
	/** `vX.Y.Z`; starts the release workflow. */
	tag: string;
	/** `tagged`: only the push is missing. `released`: the next version must be named first. */
	state: 'prepared' | 'to be prepared' | 'tagged' | 'released';
}

/**
 * The release according to package.json, CHANGELOG.md and the tags.
 * @throws if they contradict each other, saying what to do
 */
export function planRelease(situation: Situation): ReleasePlan {
	const { current, locked, asked, changelog, tags, tagsHere } = situation;
	if (locked !== current) {
		throw new Error(
			`package.json says ${current}, package-lock.json ${locked}. Run "npm install --package-lock-only".`,
		);
	}
	const version = asked ?? current;
	const tag = `v${version}`;
	if (valid(version) !== version || version.includes('-')) {
		throw new Error(`'${version}' is not a version to release. It must be X.Y.Z, such as 1.2.3.`);
	}
	const otherTag = tagsHere.find((name) => /^v\d/.test(name) && name !== tag);
	if (otherTag !== undefined) {
		throw new Error(`This commit is tagged ${otherTag}, but the version is ${version}.`);
	}
	if (tagsHere.includes(tag)) {
		if (!isDated(changelog, version)) {
			throw new Error(`This commit is tagged ${tag}, but CHANGELOG.md has no dated ${version}.`);
		}
		return { version, tag, state: 'tagged' };
	}
	if (tags.includes(tag)) {
		if (asked !== undefined) throw new Error(`${tag} already exists. Name the next version.`);
		return { version, tag, state: 'released' };
	}
	if (version !== current && !gt(version, current)) {
		throw new Error(`${version} is older than ${current} in package.json.`);
	}
	if (version === current && isDated(changelog, version))
		return { version, tag, state: 'prepared' };
	if (!hasUnreleased(changelog)) {
		throw new Error(
			`CHANGELOG.md has neither a dated ${version} nor anything under "Unreleased". Describe there what is new.`,
		);
	}
	return { version, tag, state: 'to be prepared' };
}
