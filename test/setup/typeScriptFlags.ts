/**
 * Flags for Node.js to run a TypeScript file: before 22.18, to strip the types; and to suppress the warning
 * about the published package, which is CommonJS although its sources are ES modules.
 */
export const TYPE_SCRIPT_FLAGS: readonly string[] = [
	'--disable-warning=MODULE_TYPELESS_PACKAGE_JSON',
	...(process.features.typescript
		? []
		: ['--experimental-strip-types', '--disable-warning=ExperimentalWarning']),
];
