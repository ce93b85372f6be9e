/** Runs one row of the matrix in a separate process and prints its results, one for each execution, as JSON. */
import { customTarget } from '../../../nodes/Apns/delivery/route/ApnsTarget.ts';
import { Delivery } from '../../../nodes/Apns/delivery/Delivery.ts';
import type { Outcome } from '../../../nodes/Apns/delivery/service/Outcome.ts';
import { DEFAULT_LIMITS, DEFAULT_POLICY } from '../../../nodes/Apns/delivery/service/policy.ts';
import { parsePrivateKey } from '../../../nodes/Apns/delivery/identity/privateKey.ts';
import { createNotification } from '../../../nodes/Apns/notification/Notification.ts';
import { faultMatrix } from './faultMatrix.ts';
import { RemoteSimulator } from './RemoteSimulator.ts';

/** The result of one execution. */
export interface RowResult {
	readonly name: string;
	readonly accepted: number;
	readonly rejected: number;
	readonly notSent: number;
	readonly unknown: number;
	/** Tokens that got more than one notification. */
	readonly duplicates: number;
	/** Outcomes that the simulator's ledger contradicts, or that the execution should have waited for. */
	readonly lies: number;
	/** Of all executions of the row. */
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
const delivery = new Delivery();
const outcomes: Array<Outcome['outcome']> = new Array(tokens.length);
const startMs = performance.now();
const { requestTimeoutMs, hastyTimeoutMs } = row;
const executions =
	hastyTimeoutMs === undefined
		? [{ name: row.name, requestTimeoutMs, first: 0, step: 1 }]
		: [
				{ name: `${row.name}: the calm one`, requestTimeoutMs, first: 0, step: 2 },
				{
					name: `${row.name}: Request Timeout ${hastyTimeoutMs / 1000} s`,
					requestTimeoutMs: hastyTimeoutMs,
					first: 1,
					step: 2,
				},
			];
const secondsOf = await Promise.all(executions.map(deliver));
const { told, requests, connections } = await simulator.report();
await simulator.stop();
const results = executions.map((execution, at) => resultOf(execution, secondsOf[at]!));
process.stdout.write(`${JSON.stringify(results)}
`);
process.exit(0);

/** The tokens of an execution, and its request timeout. */
interface Execution {
	readonly name: string;
	readonly requestTimeoutMs: number | undefined;
	readonly first: number;
	readonly step: number;
}

async function deliver({ requestTimeoutMs, first, step }: Execution): Promise<number> {
	const policy = {
		...DEFAULT_POLICY,
		requestTimeoutMs: requestTimeoutMs ?? DEFAULT_POLICY.requestTimeoutMs,
	};
	await delivery.deliver(
		{
			count: Math.ceil((tokens.length - first) / step),
			recipient: (at) => tokens[first + at * step]!,
			message: () => notification,
			policy: () => policy,
			settle: (at, { outcome }) => {
				const index = first + at * step;
				if (outcomes[index] !== undefined) throw new Error(`Token ${index} was settled twice`);
				outcomes[index] = outcome;
			},
		},
		{
			target: customTarget(baseUrl, identity.caCertificate),
			signingKey: { ...identity, privateKey: parsePrivateKey(identity.privateKey) },
			limits: DEFAULT_LIMITS,
		},
	);
	return (performance.now() - startMs) / 1000;
}

function resultOf({ name, first, step }: Execution, seconds: number): RowResult {
	const mine = <T>(all: readonly T[]): T[] =>
		Array.from(
			{ length: Math.ceil((all.length - first) / step) },
			(_, at) => all[first + at * step]!,
		);
	const [own, ownTold] = [mine(outcomes), mine(told)];
	const countOf = (fate: Outcome['outcome']) => own.filter((one) => one === fate).length;
	const isCalm = hastyTimeoutMs !== undefined && first === 0;
	return {
		name,
		accepted: countOf('accepted'),
		rejected: countOf('rejected'),
		notSent: countOf('notSent'),
		unknown: countOf('unknown'),
		duplicates: ownTold.filter((times) => times > 1).length,
		lies: own.filter(
			(fate, at) => contradicts(fate, ownTold[at] ?? 0) || (isCalm && fate !== 'accepted'),
		).length,
		requests,
		connections,
		seconds: Math.round(seconds * 10) / 10,
		peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
	};
}

function contradicts(fate: Outcome['outcome'] | undefined, times: number): boolean {
	if (fate === undefined) return true;
	if (fate === 'accepted') return times === 0;
	return fate !== 'unknown' && times > 0;
}
