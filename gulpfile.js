'use strict';

const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const esbuild = require('esbuild');
const gulp = require('gulp');

const { n8n } = require('./package.json');

/** The only library in the bundles; its licence is included. */
const BUNDLED_PACKAGES = ['jose'];

async function clean() {
	fs.rmSync('dist', { recursive: true, force: true });
}

async function typeCheck() {
	const tsc = require.resolve('typescript/bin/tsc');
	const { status } = spawnSync(process.execPath, [tsc, '--noEmit'], { stdio: 'inherit' });
	if (status !== 0) throw new Error('Type check failed');
}

/** What runs in a thread of its own (`DeliveryThread`). */
const THREAD = 'nodes/Apns/delivery/thread/thread.ts';

/**
 * One CommonJS file per node and per credential, and one for the thread: n8n's loader requires CommonJS, finds the class by its
 * name, and provides `n8n-workflow`.
 */
async function bundle() {
	const { metafile } = await esbuild.build({
		entryPoints: [
			THREAD,
			...[...n8n.nodes, ...n8n.credentials].map((file) =>
				file.replace(/^dist\//, '').replace(/\.js$/, '.ts'),
			),
		],
		outbase: '.',
		outdir: 'dist',
		bundle: true,
		platform: 'node',
		format: 'cjs',
		target: 'node22',
		external: ['n8n-workflow'],
		legalComments: 'none',
		metafile: true,
		logLevel: 'warning',
	});
	const packages = new Set(
		Object.keys(metafile.inputs)
			.map((file) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1])
			.filter(Boolean),
	);
	const unnamed = [...packages].filter((name) => !BUNDLED_PACKAGES.includes(name));
	if (unnamed.length > 0) {
		throw new Error(`Bundled without a licence notice: ${unnamed.join(', ')}`);
	}
}

function assets() {
	return gulp
		.src(['nodes/**/*.svg', 'nodes/**/*.node.json', 'nodes/**/__schema__/**/*.json'], {
			base: '.',
			encoding: false,
		})
		.pipe(gulp.dest('dist'));
}

async function notices() {
	const texts = BUNDLED_PACKAGES.map((name) => {
		const folder = path.join('node_modules', name);
		const { version, license } = JSON.parse(
			fs.readFileSync(path.join(folder, 'package.json'), 'utf8'),
		);
		const text = fs.readFileSync(path.join(folder, 'LICENSE.md'), 'utf8').trim();
		return `## ${name} ${version} (${license})\n\n${text}\n`;
	});
	fs.writeFileSync(
		'dist/THIRD-PARTY-NOTICES.md',
		`# Third-party software inside this package\n\n${texts.join('\n')}`,
	);
}

exports.build = gulp.series(clean, typeCheck, bundle, assets, notices);
exports.bundle = gulp.series(clean, bundle, assets, notices);
