/**
 * `npm run release -- --dry-run` checks everything that can be checked without publishing. `npm run release
 * -- [<version>]` checks the same, then sets version and date, commits and tags. It does not push: pushing
 * the tag starts `.github/workflows/release.yml`.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { pack } from '../pack.mjs';
import { root } from '../paths.mjs';
import { step } from '../step.mjs';
import { temporaryFolder } from '../temporaryFolder.mjs';
import { withRelease } from './changelog.ts';
import { expectedFindings } from './expectedFindings.ts';
import { judge } from './findings.ts';
import { planRelease } from './plan.ts';
import { scan } from './scan.mjs';
import { MAX_PACKED_BYTES, strangersAmong } from './tarball.ts';

const CHANGELOG = join(root, 'CHANGELOG.md');

try {
	const { values, positionals } = parseArgs({
		options: { 'dry-run': { type: 'boolean' }, 'pack-destination': { type: 'string' } },
		allowPositionals: true,
	});
	if (positionals.length > 1) throw new Error('One version can be released at a time.');
	const plan = planRelease(situation(positionals[0]));
	console.log(`✓ Version ${plan.version}, tag ${plan.tag}: ${plan.state}`);
	if (git('status', '--porcelain') !== '') {
		throw new Error('There are uncommitted changes. Commit or remove them.');
	}
	if (!values['dry-run']) refuseWhatCannotBeTagged(plan);
	await step('Linting', 'npm', ['run', '--silent', 'lint'], { cwd: root });
	const tarball = await pack();
	checkTarball(tarball);
	await checkFindings(tarball);
	if (values['pack-destination'] !== undefined) {
		copyFileSync(tarball, join(resolve(values['pack-destination']), basename(tarball)));
	}
	if (values['dry-run']) console.log(`✓ ${plan.version} can be released.`);
	else await tag(plan);
} catch (error) {
	console.error(error.message);
	process.exit(1);
}

function situation(asked) {
	const versionIn = (file) => JSON.parse(readFileSync(join(root, file), 'utf8')).version;
	return {
		asked,
		current: versionIn('package.json'),
		locked: versionIn('package-lock.json'),
		changelog: readFileSync(CHANGELOG, 'utf8'),
		tags: git('tag', '--list').split('\n'),
		tagsHere: git('tag', '--points-at', 'HEAD').split('\n'),
	};
}

function refuseWhatCannotBeTagged({ tag, version, state }) {
	if (state === 'tagged') {
		throw new Error(`This commit is already tagged ${tag}. Push it: git push origin main ${tag}`);
	}
	if (state === 'released') {
		throw new Error(
			`${version} is already released. Name the next version: npm run release -- <version>`,
		);
	}
	const branch = git('branch', '--show-current');
	if (branch !== 'main') throw new Error(`Releases are made from main, but this is ${branch}.`);
}

function checkTarball(tarball) {
	const files = execFileSync('tar', ['-tzf', tarball], { encoding: 'utf8' }).trim().split('\n');
	const strangers = strangersAmong(files);
	if (strangers.length > 0) {
		throw new Error(`The package has files that do not belong in it: ${strangers.join(', ')}`);
	}
	const { size } = statSync(tarball);
	if (size > MAX_PACKED_BYTES) {
		throw new Error(`The package is ${size} bytes, more than ${MAX_PACKED_BYTES}.`);
	}
	console.log(`✓ ${basename(tarball)}: ${files.length} files, ${Math.ceil(size / 1000)} kB`);
}

async function checkFindings(tarball) {
	const unpacked = temporaryFolder('unpacked');
	execFileSync('tar', ['-xzf', tarball, '-C', unpacked, '--strip-components=1']);
	const findings = await scan(root, unpacked);
	const { unexpected, gone } = judge(findings, expectedFindings);
	const list = 'test/setup/release/expectedFindings.ts';
	for (const { rule, about, in: starts } of gone) {
		console.log(
			`· Remove from ${list}, because it is no longer found: ${rule} ${about} in ${starts}`,
		);
	}
	if (unexpected.length > 0) {
		const lines = unexpected.map(
			({ file, line, rule, message }) => `  ${file}:${line} ${rule ?? 'unreadable'}: ${message}`,
		);
		throw new Error(
			`n8n's scanner will report findings that are not in ${list}. Fix them, or add the reason there:\n` +
				lines.join('\n'),
		);
	}
	console.log(`✓ n8n's scanner: ${findings.length} findings, all expected (${list})`);
}

async function tag({ tag, version, state }) {
	if (state === 'to be prepared') {
		const today = new Date().toISOString().slice(0, 10);
		writeFileSync(CHANGELOG, withRelease(readFileSync(CHANGELOG, 'utf8'), version, today));
		const set = ['version', version, '--no-git-tag-version', '--allow-same-version'];
		execFileSync('npm', [...set, '--ignore-scripts'], { cwd: root });
		git('add', 'CHANGELOG.md', 'package.json', 'package-lock.json');
		git('commit', '--message', `Release ${version}`);
	}
	git('tag', '--annotate', tag, '--message', `Version ${version}`);
	console.log(`✓ Tagged ${tag}. To publish it: git push origin main ${tag}`);
}

function git(...args) {
	return execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();
}
