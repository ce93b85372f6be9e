import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** The checks of one cell: one n8n, which all of them share. */
export default defineConfig({
	root: join(import.meta.dirname, '..', '..'),
	logLevel: 'error',
	test: {
		include: ['test/compat/*.cell.ts'],
		testTimeout: 240_000,
		hookTimeout: 300_000,
	},
});
