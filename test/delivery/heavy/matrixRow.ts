/** Runs one row of the matrix in a process of its own and prints its result as JSON. */
import { customTarget } from '../../../nodes/Apns/delivery/route/ApnsTarget.ts';
import { Delivery } from '../../../nodes/Apns/delivery/Delivery.ts';
import type { Outcome } from '../../../nodes/Apns/delivery/service/Outcome.ts';
import { DEFAULT_LIMITS, DEFAULT_POLICY } from '../../../nodes/Apns/delivery/service/policy.ts';
import { parsePrivateKey } from '../../../nodes/Apns/delivery/identity/privateKey.ts';
import { createNotification } from '../../../nodes/Apns/notification/Notification.ts';
import { faultMatrix } from './faultMatrix.ts';
import { RemoteSimulator } from './RemoteSimulator.ts';

/** What one row came to. */
export interface RowResult {
	readonly name: string;
	readonly accepted: number;
	readonly rejected: number;
	readonly notSent: number;
	readonly unknown: number;
	/** Tokens told more than once. */
	readonly duplicates: number;
	/** Outcomes that the simulator's ledger contradicts. */
	readonly lies: number;
	readonly requests: number;
	readonly connections: number;
	readonly seconds: number;
	readonly peakMegabytes: number;
}

const [index = '0', count = '100000'] = process.argv.slice(2);
const row = faultMatrix[Number(index)]!;
const simulator = await RemoteSimulator.start(Number(count), row.faults);
const { baseUrl, identity, tokens } = simulator.started;

const notification = createNotification({
	bundleIdOrTopic: identity.bundleId,
	pushType: 'alert',
	payload: { aps: { alert: { title: 'Payment', body: 'Please approve order 1234' } } },
});
const policy = {
	...DEFAULT_POLICY,
	requestTimeoutMs: row.requestTimeoutMs ?? DEFAULT_POLICY.requestTimeoutMs,
};
const fates: Array<Outcome['outcome']> = new Array(tokens.length);
const startMs = performance.now();
await new Delivery().deliver(
	{
		count: tokens.length,
		recipient: (at) => tokens[at]!,
		message: () => notification,
		policy: () => policy,
		settle: (at, { outcome }) => {
			if (fates[at] !== undefined) throw new Error(`Token ${at} was settled twice`);
			fates[at] = outcome;
		},
	},
	{
		target: customTarget(baseUrl, identity.caCertificate),
		signingKey: { ...identity, privateKey: parsePrivateKey(identity.privateKey) },
		limits: DEFAULT_LIMITS,
	},
);
const seconds = (performance.now() - startMs) / 1000;
const { told, requests, connections } = await simulator.report();

const countOf = (fate: Outcome['outcome']) => fates.filter((one) => one === fate).length;
const result: RowResult = {
	name: row.name,
	accepted: countOf('accepted'),
	rejected: countOf('rejected'),
	notSent: countOf('notSent'),
	unknown: countOf('unknown'),
	duplicates: told.filter((times) => times > 1).length,
	lies: fates.filter((fate, at) => contradicts(fate, told[at] ?? 0)).length,
	requests,
	connections,
	seconds: Math.round(seconds * 10) / 10,
	peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
};
await simulator.stop();
process.stdout.write(`${JSON.stringify(result)}\n`);
process.exit(0);

function contradicts(fate: Outcome['outcome'] | undefined, times: number): boolean {
	if (fate === undefined) return true;
	if (fate === 'accepted') return times === 0;
	return fate !== 'unknown' && times > 0;
}
