/**
 * apns2 as in its README: one client, `sendMany`. It always connects to port 443, so the row's process
 * loads redirectApple.cjs, which redirects Apple's host name to the sink.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ALERT } from './content.ts';
import type { Load, RowRequest } from './Row.ts';

interface Apns2 {
	ApnsClient: new (options: Record<string, unknown>) => {
		sendMany(notifications: object[]): Promise<object[]>;
	};
	Notification: new (deviceToken: string, options: object) => object;
}

/** apns2 under its own `sendMany`. */
export function prepare({ sink, peersFolder }: RowRequest): Load {
	const require = createRequire(join(peersFolder, 'package.json'));
	const { ApnsClient, Notification } = require('apns2') as Apns2;
	const { teamId, keyId, privateKey, bundleId } = sink.identity;
	const client = new ApnsClient({
		team: teamId,
		keyId,
		signingKey: privateKey,
		defaultTopic: bundleId,
	});
	return (deviceTokens) => {
		let results: object[] = [];
		return {
			execute: async () => {
				results = await client.sendMany(
					deviceTokens.map((token) => new Notification(token, { alert: ALERT })),
				);
			},
			// Failures are returned as `{ error }`.
			claimed: () => results.filter((result) => !('error' in result)).length,
		};
	};
}
