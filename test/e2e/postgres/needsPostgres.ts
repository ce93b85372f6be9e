import { HOW_TO_GET_POSTGRES, postgresFolder } from './programs.ts';

declare module 'vitest' {
	interface TaskMeta {
		/** Why a suite does not run on this machine; `npm test` prints it above its last line. */
		notRun?: string;
	}
}

/** For suites that need PostgreSQL. Without it, they are not run, and `npm test` says so. */
export const NEEDS_POSTGRES =
	postgresFolder() === undefined ? { skip: true, meta: { notRun: HOW_TO_GET_POSTGRES } } : {};
