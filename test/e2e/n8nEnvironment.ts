import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { n8nNode } from '../setup/environment.ts';
import { installedN8nVersion, n8nPackageFolder } from './installedN8n.ts';

/** What a test can add; it cannot omit the rest. */
export type Environment = Record<string, string>;

/**
 * The environment of an n8n that connects only to us. It contains none of the user's own n8n settings, only
 * what every program needs to run.
 */
export function n8nEnvironment(userFolder: string, extra: Environment): Environment {
	return {
		...inherited('LANG', 'LC_ALL', 'TZ'),
		// n8n starts its process for Code nodes by the name `node`.
		PATH: [dirname(n8nNode), process.env['PATH']].join(delimiter),
		HOME: userFolder,
		TMPDIR: userFolder,
		N8N_USER_FOLDER: userFolder,
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_SECURE_COOKIE: 'false',
		N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
		// Each of these sends requests to n8n's servers.
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_DYNAMIC_BANNERS_ENABLED: 'false',
		N8N_VERIFIED_PACKAGES_ENABLED: 'false',
		...settingsOfVersion(),
		N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
		// And these only ask the user.
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_HIRING_BANNER_ENABLED: 'false',
		...extra,
	};
}

/** Variables that only some versions of n8n support. */
function settingsOfVersion(): Environment {
	const mcpRegistry = join(n8nPackageFolder(), 'dist', 'modules', 'mcp-registry');
	return {
		// n8n does not start if it should disable a module that it does not have.
		...(existsSync(mcpRegistry) && { N8N_DISABLED_MODULES: 'mcp-registry' }),
		// As in its Docker image. In 1.123 without task runners, expressions do not see the output of a Code
		// node.
		...(installedN8nVersion().startsWith('1.') && { N8N_RUNNERS_ENABLED: 'true' }),
	};
}

function inherited(...names: string[]): Environment {
	return Object.fromEntries(
		names.flatMap((name) => {
			const value = process.env[name];
			return value === undefined ? [] : [[name, value]];
		}),
	);
}
