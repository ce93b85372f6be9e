import { step } from './step.mjs';

/**
 * Explicit settings, because the user's ~/.npmrc or environment may contain others that break the
 * installation: NODE_ENV=production omits what tests need, legacy-peer-deps and another install strategy
 * contradict the lock, engine-strict refuses packages that name a narrower Node.
 */
const STATED_SETTINGS = [
	'--include=dev',
	'--include=optional',
	'--legacy-peer-deps=false',
	'--strict-peer-deps=false',
	'--install-strategy=hoisted',
	'--engine-strict=false',
	'--global=false',
	'--dry-run=false',
	'--audit=false',
	'--fund=false',
];

/** Installs exactly the lock in `folder`, without running the packages' scripts. */
export async function npmCi(title, folder, env) {
	await step(title, 'npm', ['ci', '--ignore-scripts', ...STATED_SETTINGS], { cwd: folder, env });
}

/** Installs the package file in `folder`, for folders without a complete lock; also without scripts. */
export async function npmInstall(title, folder) {
	const args = ['install', '--ignore-scripts', '--package-lock=false', ...STATED_SETTINGS];
	await step(title, 'npm', args, { cwd: folder });
}

/** Runs the install scripts of one package, after an installation without scripts. */
export async function npmRebuild(title, folder, packageName, env) {
	const args = ['rebuild', packageName, '--ignore-scripts=false', ...STATED_SETTINGS];
	await step(title, 'npm', args, { cwd: folder, env });
}
