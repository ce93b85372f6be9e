/**
 * `npm run fleet [-- --workers 4 --devices 30000 --latency 1000,200,0]`: campaigns over one worker, two, and so on.
 * `npm run fleet -- --kill [--devices 50000]`: ends processes in the middle of a campaign, and checks who was
 * notified. Needs PostgreSQL and Redis, and Linux for the CPU times.
 */
import { parseArgs } from 'node:util';
import { prepare } from '../setup/prepare.mjs';

const { values } = parseArgs({
	options: {
		workers: { type: 'string', default: '4' },
		devices: { type: 'string' },
		latency: { type: 'string', default: '1000,200,0' },
		kill: { type: 'boolean', default: false },
	},
});

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
	// Processes that were started end with this process.
	process.on(signal, () => process.exit(1));
}

await prepare();
if (values.kill) {
	const { measureKilling } = await import('./killing.ts');
	const isGood = await measureKilling(Number(values.devices ?? 50_000));
	process.exit(isGood ? 0 : 1);
}
const { measureScaleOut } = await import('./scaleOut.ts');
console.log(
	'| Answers after | Sender, workers | Devices | Seconds | Per second | Workers | Main | PostgreSQL | Server | Campaign bytes | n8n bytes | Ratio |',
);
console.log('| --: | --- | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: |');
await measureScaleOut({
	workers: Number(values.workers),
	devices: Number(values.devices ?? 30_000),
	latenciesMs: values.latency.split(',').map(Number),
});
process.exit(0);
