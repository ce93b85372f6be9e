/**
 * @parse/node-apn as in its documentation: one provider, `send` with a list of tokens. It starts requests
 *   for all of them at once, which node:http2 refuses above some thousands.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ALERT } from './content.ts';
import type { Load, RowRequest } from './Row.ts';

interface NodeApn {
	Provider: new (options: object) => {
		send(notification: object, recipients: readonly string[]): Promise<{ sent: object[] }>;
	};
	Notification: new () => Record<string, unknown>;
}

/** One provider of @parse/node-apn. */
export function prepare({ sink, peersFolder, streams = Infinity }: RowRequest): Load {
	const require = createRequire(join(peersFolder, 'package.json'));
	const { Provider, Notification } = require('@parse/node-apn') as NodeApn;
	const { teamId, keyId, privateKey, bundleId } = sink.identity;
	const provider = new Provider({
		token: { key: Buffer.from(privateKey), keyId, teamId },
		address: '127.0.0.1',
		port: sink.port,
	});
	const notification = new Notification();
	notification['alert'] = ALERT;
	notification['topic'] = bundleId;
	notification['pushType'] = 'alert';
	return (deviceTokens) => {
		let claimed = 0;
		return {
			execute: async () => {
				for (let from = 0; from < deviceTokens.length; from += streams) {
					const some = deviceTokens.slice(from, from + streams);
					const { sent } = await provider.send(notification, some);
					claimed += sent.length;
				}
			},
			claimed: () => claimed,
		};
	};
}
