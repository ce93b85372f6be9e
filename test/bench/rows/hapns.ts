/**
 * hapns as in its README: a connector, a device, `send` for each. It opens a connection for every request
 * in flight, so only as many are sent at once as a server would accept. Apple's host name is redirected to
 * the sink (redirectApple.cjs).
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ALERT } from './content.ts';
import type { Load, RowRequest } from './Row.ts';

interface Hapns {
	TokenConnector(details: object): object;
	AlertNotification(topic: string, data: object): object;
	Device(deviceToken: string): object;
	send(connector: object, notification: object, device: object): Promise<object>;
}

const AT_ONCE = 100;

/** hapns, a hundred at a time. */
export function prepare({ sink, peersFolder }: RowRequest): Load {
	const require = createRequire(join(peersFolder, 'package.json'));
	const hapns: Hapns = {
		...require('hapns/connectors/token'),
		...require('hapns/notifications/AlertNotification'),
		...require('hapns/targets/device'),
		...require('hapns/send'),
	};
	const { teamId, keyId, privateKey, bundleId } = sink.identity;
	const connector = hapns.TokenConnector({
		key: new TextEncoder().encode(privateKey),
		keyId,
		teamIdentifier: teamId,
	});
	const notification = hapns.AlertNotification(bundleId, { payload: { alert: ALERT } });
	return (deviceTokens) => {
		let accepted = 0;
		return {
			execute: async () => {
				const waiting = deviceTokens.values();
				const sendInTurn = async () => {
					for (const token of waiting) {
						await hapns.send(connector, notification, hapns.Device(token)).then(
							() => (accepted += 1),
							() => {},
						);
					}
				};
				await Promise.all(Array.from({ length: AT_ONCE }, sendInTurn));
			},
			claimed: () => accepted,
		};
	};
}
