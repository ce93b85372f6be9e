import { globSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { installedFromLock } from '../installedFromLock.mjs';
import { temporaryFolder } from '../temporaryFolder.mjs';

/** The tarball's files that the scanner reads: `analyzePackageByName` in its scanner.mjs. */
const TARBALL_FILES = ['**/*.js', 'package.json'];

/**
 * What n8n's own scanner (`npx @n8n/scan-community-package`) would report for the source and the unpacked
 * tarball. The scanner downloads both from npm and GitHub after publishing; this uses its rules, and runs
 * ESLint in the same way.
 */
export async function scan(sourceFolder, tarballFolder) {
	const { ESLint, buildScanConfig, SOURCE_FILE_PATTERNS } = await scanner();
	const findings = [];
	for (const [folder, patterns] of [
		[sourceFolder, SOURCE_FILE_PATTERNS],
		[tarballFolder, TARBALL_FILES],
	]) {
		const eslint = new ESLint({
			cwd: folder,
			allowInlineConfig: false,
			overrideConfigFile: true,
			overrideConfig: await buildScanConfig(),
		});
		const files = globSync(patterns, { cwd: folder, exclude: ['node_modules'] });
		if (files.length === 0) throw new Error(`There is nothing to scan in ${folder}.`);
		for (const { filePath, messages } of await eslint.lintFiles(files)) {
			const file = relative(folder, filePath).split(sep).join('/');
			for (const { ruleId, message, line } of messages) {
				findings.push({ rule: ruleId, message, file, line });
			}
		}
	}
	return findings;
}

async function scanner() {
	const source = join(import.meta.dirname, 'n8n-scanner');
	const folder = await installedFromLock('n8n-scanner', source, "n8n's scanner");
	const main = createRequire(join(folder, 'package.json')).resolve(
		'@n8n/scan-community-package/scanner/scanner.mjs',
	);
	// The scanner creates a temporary folder when it is loaded, and does not remove it.
	process.env.TMPDIR = temporaryFolder('scan');
	const { buildScanConfig, SOURCE_FILE_PATTERNS } = await import(pathToFileURL(main).href);
	const { ESLint } = createRequire(main)('eslint');
	return { ESLint, buildScanConfig, SOURCE_FILE_PATTERNS };
}
