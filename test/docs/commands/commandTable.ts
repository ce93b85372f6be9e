/** Commands of the documents, and why one may rely on them. */
interface Rule {
	/** Only in this document; left out: in all. */
	readonly document?: string;
	readonly commands: RegExp;
	/** The file that runs them, as a path in the checkout. A file in this folder runs them as they are written. */
	readonly by?: string;
	/** Why no test can run them. */
	readonly reason?: string;
}

/** The first rule that fits a command holds. */
export const COMMAND_TABLE: readonly Rule[] = [
	{
		document: 'docs/credentials.md',
		commands: /^(openssl |base64 -w 0 )/,
		by: 'test/docs/commands/openssl.test.ts',
	},
	{
		document: 'docs/testing.md',
		commands: /^([A-Z_]+=|base64url\(\)|curl )/,
		by: 'test/docs/commands/curl.test.ts',
	},
	{
		document: 'docs/install.md',
		commands: /^(echo|export) /,
		by: 'test/docs/commands/install.test.ts',
	},
	{ commands: /^(RUN )?npm (un)?install --prefix /, by: 'test/docs/commands/install.test.ts' },
	{ commands: /^npm run simulator( |$)/, by: 'test/simulator/main.test.ts' },
	{ commands: /^npm (test|run lint)$/, by: '.ci/run' },
	{ commands: /^npm run test:fast$/, by: '.ci/run' },
	{
		commands: /^npm run demo( |$)/,
		reason: 'Starts a real n8n for minutes. test/e2e/examples runs the workflows in it.',
	},
	{ commands: /^npm run (compat|bench)( |$)/, reason: 'Takes up to an hour.' },
	{
		commands: /^(npm (version|publish|trust) |npm run build$|git checkout package)/,
		reason: 'Publishes to npm.',
	},
	{ commands: /^(FROM |docker )/, reason: 'Needs Docker, and images from the internet.' },
	{ commands: /^xcrun simctl push /, reason: 'Apple’s: needs Xcode.' },
	{ commands: /^(afconvert |base64 -i )/, reason: 'Apple’s: needs macOS.' },
];
