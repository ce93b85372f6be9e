'use strict';

const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const path = require('node:path');
const esbuild = require('esbuild');
const gulp = require('gulp');

const { n8n } = require('./package.json');

/**
 * The libraries in the bundles, and how to get the text of their licence from its file. node-forge leaves the choice
 * between two; the other one is the GPL.
 */
const BUNDLED_PACKAGES = {
	jose: { file: 'LICENSE.md', license: 'MIT', textIn: (file) => file },
	'node-forge': {
		file: 'LICENSE',
		license: 'BSD-3-Clause',
		textIn: (file) => /^New BSD License[^]*?(?=\n-{20})/m.exec(file)[0],
	},
};

/** Loaded only for files that OpenSSL cannot read, so that n8n does not load it with the node. */
const SEPARATE = 'nodes/Apns/delivery/identity/formats/legacyCiphers.ts';
const SEPARATE_NAME = path.basename(SEPARATE, '.ts');

/** The files of libraries in the bundles. */
let bundledFiles = [];

const packageOf = (file) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1];

/** The comments with a copyright at the top of a library's files, which the bundles do not have. */
const copyrightsOf = (name) =>
	bundledFiles
		.filter((file) => packageOf(file) === name)
		.map((file) => /^\/\*\*[^]*?\*\//.exec(fs.readFileSync(file, 'utf8'))?.[0] ?? '')
		.filter((comment) => /copyright/i.test(comment))
		.map(
			(comment) =>
				`\n\`\`\`text\n${comment.replace(/^ ?(\/\*\*|\*\/|\* ?)/gm, '').trim()}\n\`\`\`\n`,
		);

async function clean() {
	fs.rmSync('dist', { recursive: true, force: true });
}

async function typeCheck() {
	const tsc = require.resolve('typescript/bin/tsc');
	const { status } = spawnSync(process.execPath, [tsc, '--noEmit'], { stdio: 'inherit' });
	if (status !== 0) throw new Error('Type check failed');
}

/** What runs in a thread of its own (`DeliveryThread`). */
const THREAD = 'nodes/Apns/delivery/thread/thread';

const entryOf = (out) => ({ in: `${out}.ts`, out });

/**
 * One CommonJS file per node and per credential: n8n's loader requires CommonJS, finds the class by its
 * name, and provides `n8n-workflow`. And one for the thread, and one that is seldom loaded.
 */
async function bundle() {
	const { metafile } = await esbuild.build({
		entryPoints: [
			...[...n8n.nodes, ...n8n.credentials].map((file) =>
				entryOf(file.replace(/^dist\//, '').replace(/\.js$/, '')),
			),
			entryOf(THREAD),
			{ in: SEPARATE, out: `nodes/Apns/${SEPARATE_NAME}` },
		],
		outdir: 'dist',
		bundle: true,
		plugins: [{ name: 'separate', setup: keepSeparate }],
		// The separate file is loaded by "require", too: n8n's loader knows nothing else.
		supported: { 'dynamic-import': false },
		platform: 'node',
		format: 'cjs',
		target: 'node22',
		external: ['n8n-workflow'],
		legalComments: 'none',
		metafile: true,
		logLevel: 'warning',
	});
	bundledFiles = Object.keys(metafile.inputs).filter((file) => packageOf(file) !== undefined);
	const unnamed = bundledFiles
		.map(packageOf)
		.filter((name) => !Object.hasOwn(BUNDLED_PACKAGES, name));
	if (unnamed.length > 0) {
		throw new Error(`Bundled without a licence notice: ${[...new Set(unnamed)].join(', ')}`);
	}
}

/** Lets the node's file load the separate one, which is next to it. */
function keepSeparate(build) {
	build.onResolve({ filter: new RegExp(`/${SEPARATE_NAME}\\.ts$`) }, ({ kind }) =>
		kind === 'dynamic-import' ? { path: `./${SEPARATE_NAME}.js`, external: true } : undefined,
	);
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
	const texts = Object.entries(BUNDLED_PACKAGES).map(([name, { file, license, textIn }]) => {
		const folder = path.join('node_modules', name);
		const { version } = JSON.parse(fs.readFileSync(path.join(folder, 'package.json'), 'utf8'));
		const text = textIn(fs.readFileSync(path.join(folder, file), 'utf8')).trim();
		return `## ${name} ${version} (${license})\n\n${text}\n${copyrightsOf(name).join('')}`;
	});
	fs.writeFileSync(
		'dist/THIRD-PARTY-NOTICES.md',
		`# Third-party software inside this package\n\n${texts.join('\n')}`,
	);
}

exports.build = gulp.series(clean, typeCheck, bundle, assets, notices);
exports.bundle = gulp.series(clean, bundle, assets, notices);
