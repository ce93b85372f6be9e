import type { ExpectedFinding } from './findings.ts';

const DELIVERY = 'nodes/Apns/delivery/';
const BUNDLE = 'dist/nodes/Apns/Apns.node.js';
const CIPHERS = 'dist/nodes/Apns/legacyCiphers.js';

const CLOUD_MODULES = '@n8n/community-nodes/no-restricted-imports';
const CLOUD_GLOBALS = '@n8n/community-nodes/no-restricted-globals';

/** Modules that n8n Cloud forbids, and what delivery needs them for. */
const MODULES = {
	'node:http2': 'APNs supports only HTTP/2.',
	'node:tls': 'The connection to APNs, and reading a .p12 file.',
	'node:net': 'The connection to a proxy, and telling IP addresses from names.',
	'node:stream': 'Reading a .p12 file, and releasing the streams of node:http2.',
};

/** Globals that n8n Cloud forbids, and what delivery needs them for. */
const GLOBALS = {
	setTimeout: 'The clock of delivery.',
	clearTimeout: 'The clock of delivery.',
	setImmediate: 'The clock of delivery, and requests that are started together.',
	clearImmediate: 'The clock of delivery.',
	process: "HTTPS_PROXY and the like, which n8n's own requests obey.",
};

/**
 * Acceptable findings of n8n's scanner. It checks for n8n Cloud; `eslint.config.mjs` has n8n's rules for
 * packages that are not for Cloud. Any other finding stops a release.
 */
export const expectedFindings: readonly ExpectedFinding[] = [
	...Object.entries(MODULES).map(([name, because]) => ({
		rule: CLOUD_MODULES,
		about: `'${name}'`,
		in: [DELIVERY, BUNDLE],
		because,
	})),
	...Object.entries(GLOBALS).map(([name, because]) => ({
		rule: CLOUD_GLOBALS,
		about: `'${name}'`,
		in: [DELIVERY, BUNDLE],
		because,
	})),
	{
		rule: CLOUD_GLOBALS,
		about: "'process'",
		in: ['nodes/Apns/actions/credential/'],
		because: "The version of Node.js, and n8n's setting for an n8n that has no helper for it.",
	},
	...['process', 'setImmediate', 'setTimeout', 'global'].map((name) => ({
		rule: CLOUD_GLOBALS,
		about: `'${name}'`,
		in: [CIPHERS],
		because:
			'The utilities of node-forge, which its ciphers come with. The ciphers use none of them.',
	})),
	{
		rule: '@n8n/community-nodes/require-node-api-error',
		about: '`NodeApiError` or `NodeOperationError`',
		in: ['nodes/Apns/'],
		because: "Errors are typed and our own, and become n8n's in actions/errors/.",
	},
	{
		rule: 'n8n-nodes-base/node-param-options-type-unsorted-items',
		about: 'Broadcast | Preview | Send |',
		in: ['nodes/Apns/Apns.node.ts'],
		because: 'The operation that most people look for comes first, as in n8n’s own nodes.',
	},
	{
		rule: 'n8n-nodes-base/node-param-type-options-password-missing',
		about: '`typeOptions.password`',
		in: ['nodes/Apns/actions/notification/'],
		because: 'A device token is an address that every sender of an app knows, not a secret.',
	},
	{
		rule: '@n8n/community-nodes/credential-unnecessary-password',
		about: "'p12'",
		in: ['credentials/ApnsCertificateApi.credentials.ts'],
		because: 'A certificate is no secret, but a .p12 file holds its private key.',
	},
];
