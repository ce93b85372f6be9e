/**
 * `npm run memory [-- --n 1000000]`: measures what delivery holds in memory, by counting its objects in the
 * heap at several points of one run. Tokens are created on demand and outcomes are dropped, so any growth
 * is delivery's own. Fails if memory grows with the number of tokens.
 */
import { queryObjects } from 'node:v8';
import { parseArgs } from 'node:util';
import { customTarget } from '../../../nodes/Apns/delivery/route/ApnsTarget.ts';
import { Attempt } from '../../../nodes/Apns/delivery/run/Attempt.ts';
import { Delivery } from '../../../nodes/Apns/delivery/Delivery.ts';
import { DEFAULT_LIMITS, DEFAULT_POLICY } from '../../../nodes/Apns/delivery/service/policy.ts';
import { parsePrivateKey } from '../../../nodes/Apns/delivery/identity/privateKey.ts';
import { createNotification } from '../../../nodes/Apns/notification/Notification.ts';
import { RemoteSimulator } from './RemoteSimulator.ts';

const { values } = parseArgs({ options: { n: { type: 'string', default: '1000000' } } });
const count = Number(values.n);
const points = new Set([0.1, 0.25, 0.5, 0.75, 0.99].map((part) => Math.floor(count * part)));
/** The heap varies with garbage that is not yet freed. */
const TOLERANCE_MEGABYTES = 4;

const simulator = await RemoteSimulator.start(0);
const { baseUrl, identity } = simulator.started;
const notification = createNotification({
	bundleIdOrTopic: identity.bundleId,
	pushType: 'alert',
	payload: { aps: { alert: 'Hello' } },
});
const heaps: number[] = [];
let settled = 0;

console.log('| settled | attempts in the heap | heap MB |');
console.log('| --: | --: | --: |');
await new Delivery().deliver(
	{
		count,
		recipient: (index) => index.toString(16).padStart(64, '0'),
		message: () => notification,
		policy: () => DEFAULT_POLICY,
		settle: () => {
			settled += 1;
			if (points.has(settled)) measure();
		},
	},
	{
		target: customTarget(baseUrl, identity.caCertificate),
		signingKey: { ...identity, privateKey: parsePrivateKey(identity.privateKey) },
		limits: DEFAULT_LIMITS,
	},
);
const growth = Math.max(...heaps) - (heaps[0] ?? 0);
const isFlat = growth <= TOLERANCE_MEGABYTES;
console.log(`\n${isFlat ? 'Flat' : 'Not flat'}: ${growth.toFixed(1)} MB from 10 % to 99 %.`);
await simulator.stop();
process.exit(isFlat ? 0 : 1);

function measure(): void {
	// Counting objects collects garbage first.
	const attempts = queryObjects(Attempt) as number;
	const heapMegabytes = process.memoryUsage().heapUsed / 1e6;
	heaps.push(heapMegabytes);
	console.log(`| ${settled.toLocaleString('en-US')} | ${attempts} | ${heapMegabytes.toFixed(1)} |`);
}
