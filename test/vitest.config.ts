import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

const root = join(import.meta.dirname, '..');

/** Tests that need the packed package and an installed n8n. */
const ENGINE = 'test/{engine,package}/**/*.test.ts';
const END_TO_END = 'test/e2e/**/*.test.ts';

/** Whoever runs the tests behind a proxy: what goes to this machine must not be led through it. */
const WITHOUT_PROXY = Object.fromEntries(
	['npm_config_https_proxy', 'https_proxy', 'npm_config_proxy', 'all_proxy'].flatMap((name) => [
		[name, ''],
		[name.toUpperCase(), ''],
	]),
);

/** Vite warns of every source map in n8n-workflow, which ships none of the sources. */
const logLevel = 'error';

export default defineConfig({
	test: {
		projects: [
			{
				root,
				logLevel,
				test: {
					name: 'fast',
					include: ['test/**/*.test.ts'],
					exclude: [ENGINE, END_TO_END],
					env: WITHOUT_PROXY,
					testTimeout: 15_000,
					hookTimeout: 15_000,
					sequence: { groupOrder: 0 },
				},
			},
			{
				root,
				logLevel,
				test: {
					name: 'engine',
					include: [ENGINE],
					env: WITHOUT_PROXY,
					testTimeout: 30_000,
					hookTimeout: 60_000,
					sequence: { groupOrder: 1 },
				},
			},
			{
				root,
				logLevel,
				test: {
					name: 'engine of the oldest n8n',
					include: ['test/engine/**/*.test.ts'],
					env: { ...WITHOUT_PROXY, N8N_FOLDER: process.env['OLDER_N8N_FOLDER'] ?? '' },
					// Loading n8n-core for each file anew would take as long as the tests.
					isolate: false,
					testTimeout: 30_000,
					hookTimeout: 60_000,
					sequence: { groupOrder: 1 },
				},
			},
			{
				root,
				logLevel,
				test: {
					name: 'e2e',
					include: [END_TO_END],
					testTimeout: 120_000,
					hookTimeout: 180_000,
					// An editor on a busy machine takes its time.
					expect: { poll: { timeout: 30_000 } },
					// Each file starts an n8n of its own; one at a time is fast enough and kind to small machines.
					fileParallelism: false,
					sequence: { groupOrder: 2 },
				},
			},
		],
	},
});
