import { configWithoutCloudSupport } from '@n8n/node-cli/eslint';

const room = (target, except, message) => ({ target, from: './nodes/Apns', except, message });

export default [
	...configWithoutCloudSupport,
	{
		// Data walks one way: items → parameters → notification → delivery → outcome → items.
		files: ['nodes/**/*.ts', 'credentials/**/*.ts'],
		rules: {
			'import-x/no-restricted-paths': [
				'error',
				{
					zones: [
						room('./nodes/Apns/notification', ['./notification'], 'notification/ is pure.'),
						room(
							'./nodes/Apns/delivery',
							['./delivery', './notification'],
							'delivery/ knows no n8n items and no parameters.',
						),
						room(
							'./nodes/Apns/*.ts',
							['./actions'],
							'Apns.node.ts assembles what actions/ offers, nothing else.',
						),
						room('./credentials', [], 'A credential is a form, it imports nothing of ours.'),
					],
				},
			],
		},
	},
	{
		files: ['nodes/Apns/notification/**/*.ts', 'nodes/Apns/delivery/**/*.ts'],
		rules: {
			'no-restricted-imports': [
				'error',
				{ patterns: [{ group: ['n8n-*'], message: 'This room knows no n8n.' }] },
			],
			// Not n8n's face: errors are our own typed ones and become n8n's in actions/.
			'@n8n/community-nodes/require-node-api-error': 'off',
		},
	},
	{
		files: ['nodes/Apns/notification/**/*.ts'],
		rules: {
			'no-restricted-imports': [
				'error',
				{
					patterns: [
						{ regex: '^(?!\\.)', message: 'notification/ is pure: no I/O, no libraries.' },
					],
				},
			],
		},
	},
	{
		files: ['nodes/Apns/actions/**/*.ts'],
		rules: {
			'no-restricted-imports': [
				'error',
				{
					patterns: [
						{
							regex: '^node:(http2|https?|net|tls|dns)',
							message: 'actions/ knows no socket.',
						},
					],
				},
			],
		},
	},
	{
		files: ['nodes/**/*.ts'],
		rules: {
			// A device token is an address that every sender of an app knows, not a secret.
			'n8n-nodes-base/node-param-type-options-password-missing': 'off',
		},
	},
	{
		files: ['credentials/ApnsCertificateApi.credentials.ts'],
		rules: {
			// A certificate is no secret, but a .p12 file holds its private key, and PEM text may.
			'@n8n/community-nodes/credential-unnecessary-password': 'off',
		},
	},
	{
		files: ['test/**/*.ts'],
		rules: {
			// Tests and the simulator are programs of their own: they print, start processes, hold
			// made-up tokens, and throw what they like.
			'no-console': 'off',
			'@n8n/community-nodes/require-node-api-error': 'off',
			'@n8n/community-nodes/no-dangerous-functions': 'off',
			'@n8n/community-nodes/no-hardcoded-secrets': 'off',
		},
	},
];
