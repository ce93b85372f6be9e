/**
 * `npm run bench [-- --n 20000 --rounds 3 --only delivery,bulk --json FILE --check]`: measures our speed
 * next to a bare loop and other libraries. Other modes: `--growth`, `--latency`, `--rtt 50`, `--profile`,
 * `--road [50]`, `--beside [--answers 0,50]`,
 * and `--plot FILE`, which draws the results of `--json FILE`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { measureBeside } from './modes/beside.ts';
import { measureGrowth } from './modes/growth.ts';
import { measureLatency } from './modes/latency.ts';
import { profileRows } from './modes/profile.ts';
import { measureRoads } from './modes/road.ts';
import { measureRoundTrip } from './modes/roundTrip.ts';
import { machine } from './machine.ts';
import { throughputMode } from './modes/throughput.ts';
import { plot, type Measured } from './plot/plot.ts';

const DEFAULT_ROUNDS = 3;
/** A single ratio moves by a tenth from round to round, their median by a few hundredths. */
const CHECKED_ROUNDS = 9;

const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: {
		n: { type: 'string' },
		rounds: { type: 'string' },
		only: { type: 'string', default: '' },
		json: { type: 'string' },
		check: { type: 'boolean', default: false },
		growth: { type: 'boolean', default: false },
		latency: { type: 'boolean', default: false },
		profile: { type: 'boolean', default: false },
		beside: { type: 'boolean', default: false },
		answers: { type: 'string', default: '0,50' },
		road: { type: 'boolean', default: false },
		rtt: { type: 'string' },
		plot: { type: 'string' },
	},
});

const options = {
	count: values.n === undefined ? undefined : Number(values.n),
	rounds: Number(values.rounds ?? (values.check ? CHECKED_ROUNDS : DEFAULT_ROUNDS)),
	only: values.only.split(',').filter((name) => name !== ''),
	check: values.check,
};

if (values.plot !== undefined) {
	console.log(plot(JSON.parse(readFileSync(values.plot, 'utf8')) as Measured));
	process.exit();
}
const result = await measure();
if (values.json !== undefined) {
	const report = { machine: machine(), measuredAt: new Date().toISOString(), ...result };
	writeFileSync(values.json, `${JSON.stringify(report, null, '\t')}\n`);
}

async function measure(): Promise<object> {
	if (values.growth) return { growth: await measureGrowth(options) };
	if (values.latency) return { latency: await measureLatency(options) };
	if (values.profile) return { profile: await profileRows(options) };
	if (values.beside) {
		return { beside: await measureBeside(options, values.answers.split(',').map(Number)) };
	}
	if (values.road) return { road: await measureRoads(options, positionals) };
	if (values.rtt !== undefined) {
		return { roundTrip: await measureRoundTrip(options, Number(values.rtt)) };
	}
	return { throughput: await throughputMode(options) };
}
