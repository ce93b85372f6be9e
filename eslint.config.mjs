import { configWithoutCloudSupport } from '@n8n/node-cli/eslint';

const SOURCES = './nodes/Apns';
const ACTIONS = `${SOURCES}/actions`;
const DELIVERY = `${SOURCES}/delivery`;

/**
 * The house: which room may import which. A room may always import from itself; a name stands for the whole folder,
 * unless it ends in `.ts`. Data walks one way: items → parameters → notification → delivery → outcome → items.
 */
const MAY_IMPORT = {
	'./credentials': [],
	[`${SOURCES}/*.ts`]: [ACTIONS],
	[`${SOURCES}/notification`]: [],

	[`${DELIVERY}/*.ts`]: [DELIVERY, `${SOURCES}/notification`],
	[`${DELIVERY}/thread`]: below(
		DELIVERY,
		...['Delivery.ts', 'run', 'service', 'route', 'identity', 'time'],
	),
	[`${DELIVERY}/run`]: below(DELIVERY, 'service', 'connection', 'route', 'identity', 'time'),
	[`${DELIVERY}/service`]: below(DELIVERY, 'connection', 'route', 'identity', 'time'),
	[`${DELIVERY}/connection`]: below(DELIVERY, 'route', 'identity', 'time'),
	[`${DELIVERY}/route`]: below(DELIVERY, 'identity', 'time'),
	[`${DELIVERY}/identity`]: below(DELIVERY, 'time'),
	[`${DELIVERY}/time`]: [],

	[`${ACTIONS}/*.ts`]: [ACTIONS],
	[`${ACTIONS}/channel`]: below(ACTIONS, 'stopping', 'credential', 'parameters', 'errors'),
	[`${ACTIONS}/connection`]: below(ACTIONS, 'credential', 'parameters', 'errors'),
	[`${ACTIONS}/notification/*.ts`]: below(
		ACTIONS,
		'notification',
		'credential',
		'parameters',
		'errors',
	),
	[`${ACTIONS}/notification/waiting`]: below(
		ACTIONS,
		...['notification/reading', 'credential', 'parameters', 'errors'],
	),
	[`${ACTIONS}/notification/sending`]: below(
		ACTIONS,
		...[
			'notification/results',
			'notification/reading',
			'notification/Task.ts',
			'notification/Audience.ts',
		],
		...['stopping', 'credential', 'parameters', 'errors'],
	),
	[`${ACTIONS}/notification/results`]: below(
		ACTIONS,
		...['notification/Task.ts', 'notification/Audience.ts', 'parameters', 'errors'],
	),
	[`${ACTIONS}/notification/reading`]: below(ACTIONS, 'credential', 'parameters', 'errors'),
	[`${ACTIONS}/notification/panel`]: below(ACTIONS, 'parameters'),
	[`${ACTIONS}/credential`]: below(ACTIONS, 'parameters', 'errors'),
	[`${ACTIONS}/stopping`]: below(ACTIONS),
	[`${ACTIONS}/parameters`]: below(ACTIONS, 'errors'),
	[`${ACTIONS}/errors`]: below(ACTIONS),
};

/** Rooms of the same storey, and the storeys below it. */
function below(storey, ...rooms) {
	const lower = [`${SOURCES}/notification`, ...(storey === ACTIONS ? [DELIVERY] : [])];
	return [...rooms.map((room) => `${storey}/${room}`), ...lower];
}

const relativeTo = (from) => (path) => `./${path.slice(from.length + 1)}`;

const zones = Object.entries(MAY_IMPORT).map(([target, allowed]) => {
	const itself = target.endsWith('.ts') ? [] : [target];
	const except = [...itself, ...allowed].filter((path) => path.startsWith(SOURCES));
	return {
		target,
		from: SOURCES,
		except: except.map(relativeTo(SOURCES)),
		message: `${target} may import ${allowed.join(', ') || 'nothing of ours'} (MAY_IMPORT in eslint.config.mjs).`,
	};
});

export default [
	...configWithoutCloudSupport,
	{
		files: ['nodes/**/*.ts', 'credentials/**/*.ts'],
		// Without them the rules that follow an import do not read what it leads to.
		settings: {
			'import-x/extensions': ['.ts'],
			'import-x/parsers': { '@typescript-eslint/parser': ['.ts'] },
		},
		rules: {
			'import-x/no-restricted-paths': ['error', { zones }],
			'import-x/no-cycle': 'error',
			// Errors are typed and our own, and become n8n's in actions/errors/.
			'@n8n/community-nodes/require-node-api-error': 'off',
		},
	},
	{
		files: ['nodes/Apns/notification/**/*.ts', 'nodes/Apns/delivery/**/*.ts'],
		rules: {
			'no-restricted-imports': [
				'error',
				{ patterns: [{ group: ['n8n-*'], message: 'This room knows no n8n.' }] },
			],
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
