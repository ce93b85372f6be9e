/**
 * What Node.js has to be told to run a TypeScript file: before 22.18, to leave out the types; and to say nothing of the
 * package that is published, which is CommonJS while its sources are ES modules.
 */
export const TYPE_SCRIPT_FLAGS: readonly string[] = [
	'--disable-warning=MODULE_TYPELESS_PACKAGE_JSON',
	...(process.features.typescript
		? []
		: ['--experimental-strip-types', '--disable-warning=ExperimentalWarning']),
];
