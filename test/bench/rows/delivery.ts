/** Our `delivery/` alone: no n8n, no items, results are only counted. */
import { createRequire } from 'node:module';
import { ALERT } from './content.ts';
import type { Load, RowRequest } from './Row.ts';

/** One `Delivery`, as in a process of n8n. */
export function prepare(request: RowRequest): Load {
	const require = createRequire(import.meta.url);
	const ours = require(request.deliveryBundle) as typeof import('./deliveryEntry.ts');
	const { host, port, identity } = request.sink;
	const delivery = new ours.Delivery();
	const notification = ours.createNotification({
		bundleIdOrTopic: identity.bundleId,
		pushType: 'alert',
		payload: { aps: { alert: ALERT } },
	});
	const options = {
		target: ours.customTarget(`https://${host}:${port}`, identity.caCertificate),
		signingKey: { ...identity, privateKey: ours.parsePrivateKey(identity.privateKey) },
		limits: {
			...ours.DEFAULT_LIMITS,
			...(request.maxConnections && { maxConnections: request.maxConnections }),
			...(request.streams && { maxConcurrentStreams: request.streams }),
		},
	};
	return (deviceTokens) => {
		let accepted = 0;
		return {
			execute: async () => {
				await delivery.deliver(
					{
						count: deviceTokens.length,
						recipient: (index) => deviceTokens[index]!,
						message: () => notification,
						policy: () => ours.DEFAULT_POLICY,
						settle: (_, { outcome }) => {
							if (outcome === 'accepted') accepted += 1;
						},
					},
					options,
				);
			},
			claimed: () => accepted,
		};
	};
}
