/** What Node.js has to be told to run a TypeScript file: before 22.18, to leave out the types. */
export const TYPE_SCRIPT_FLAGS: readonly string[] = process.features.typescript
	? []
	: ['--experimental-strip-types', '--disable-warning=ExperimentalWarning'];
