/**
 * `npm run soak [-- --minutes 30]`: delivers at full speed under changing faults, and prints heap and
 * handles. Fails if an outcome contradicts the ledger, or if heap or handles at the end are above those
 * after the first minute of warming up.
 */
import { parseArgs } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Delivery } from '../../../nodes/Apns/delivery/Delivery.ts';
import type { Outcome } from '../../../nodes/Apns/delivery/service/Outcome.ts';
import { deliverTo } from '../testkit/deliverTo.ts';
import { faultMatrix, type MatrixRow } from './faultMatrix.ts';
import { RemoteSimulator } from './RemoteSimulator.ts';

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '30' } } });
const DEVICES = 20_000;
const WARM_UP_MS = 60_000;
/** The heap after garbage collection varies a little. */
const HEAP_TOLERANCE = 1.1;

const endMs = Date.now() + Number(values.minutes) * 60_000;
const warmMs = Math.min(Date.now() + WARM_UP_MS, endMs);
const simulator = await RemoteSimulator.start(DEVICES);
const { tokens } = simulator.started;
const delivery = new Delivery();
/** A late answer would be recorded in the next round's ledger; a trickle is not full speed. */
const isLeftOut = ({ faults }: MatrixRow) =>
	faults.some(({ kind }) => kind === 'delay' || kind === 'trickle');
/** The triggers are made for 100,000 tokens; this scales them to 20,000. */
const schedules = faultMatrix
	.filter((row) => !isLeftOut(row))
	.map(({ name, faults, requestTimeoutMs = 3_000 }) => ({
		name,
		requestTimeoutMs,
		faults: faults.map(({ at, ...fault }) => ({
			...fault,
			at: {
				...at,
				...(at?.request && { request: Math.ceil(at.request / 5) }),
				...(at?.fromRequest && { fromRequest: Math.ceil(at.fromRequest / 5) }),
				...(at?.everyRequests && { everyRequests: Math.ceil(at.everyRequests / 5) }),
			},
		})),
	}));

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

let round = 0;
let sent = 0;
let wrong = 0;
let warm: Sample | undefined;
let last = sample();

console.log('| minute | notifications | wrong | heap MB | handles | last fault |');
console.log('| --: | --: | --: | --: | --: | --- |');
while (Date.now() < endMs) {
	const { name, faults, requestTimeoutMs } = schedules[round % schedules.length]!;
	round += 1;
	await simulator.setFaults(faults);
	const { outcomes } = await deliverTo(simulator.started, tokens, {
		delivery,
		policy: { requestTimeoutMs },
	});
	const { told } = await simulator.report();
	sent += outcomes.length;
	wrong += outcomes.filter((outcome, index) => contradicts(outcome, told[index] ?? 0)).length;
	outcomes.length = 0;
	if (Date.now() - last.atMs > 60_000 || Date.now() >= endMs) {
		last = sample();
		if (warm === undefined && last.atMs >= warmMs) warm = last;
		print(last, name);
	}
}
await simulator.setFaults([]);
await deliverTo(simulator.started, tokens, { delivery });
await simulator.report();
const end = sample();
print(end, 'no fault');
const isFlat =
	warm === undefined ||
	(end.heapMegabytes <= warm.heapMegabytes * HEAP_TOLERANCE && end.handles <= warm.handles);
console.log(
	wrong === 0 && isFlat ? '\nFlat, and no outcome was wrong.' : '\nNot flat, or wrong outcomes.',
);
await simulator.stop();
process.exit(wrong === 0 && isFlat ? 0 : 1);

interface Sample {
	readonly atMs: number;
	readonly heapMegabytes: number;
	readonly handles: number;
}

function sample(): Sample {
	collectGarbage();
	return {
		atMs: Date.now(),
		heapMegabytes: Math.round(process.memoryUsage().heapUsed / 1e5) / 10,
		handles: process.getActiveResourcesInfo().length,
	};
}

function print({ atMs, heapMegabytes, handles }: Sample, name: string): void {
	const minute = Number(values.minutes) - (endMs - atMs) / 60_000;
	console.log(
		`| ${minute.toFixed(1)} | ${sent.toLocaleString('en-US')} | ${wrong} | ${heapMegabytes} | ${handles} | ${name} |`,
	);
}

function contradicts({ outcome }: Outcome, times: number): boolean {
	if (outcome === 'accepted') return times !== 1;
	return times > (outcome === 'unknown' ? 1 : 0);
}
