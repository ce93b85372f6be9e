import { simulatorCredential } from '../e2e/simulatorCredential.ts';
import { until } from '../e2e/until.ts';
import { ApnsSimulator } from '../simulator/ApnsSimulator.ts';
import { FleetStage } from './FleetStage.ts';

const GIVE_UP_MS = 600_000;
const CLAIM_TIMEOUT_SECONDS = 30;

/**
 * Ends a process in the middle of a campaign over two workers, and compares what APNs received with the fleet.
 * All but a worker are started again.
 *
 * @returns whether everybody was notified, and at most the batches in flight twice
 */
export async function measureKilling(devices: number): Promise<boolean> {
	const simulator = await ApnsSimulator.start({ unknownDevices: 'accept' });
	const stage = await FleetStage.start(simulatorCredential(simulator));
	const { campaign } = stage;
	let isGood = true;
	try {
		await campaign.addWorker();
		await stage.createDevices(devices);
		await stage.setDefault('claim_timeout', `'${CLAIM_TIMEOUT_SECONDS} seconds'`);
		console.log('| Ended in the middle | Never sent | Sent twice | In flight | Finished after |');
		console.log('| --- | --: | --: | --: | --: |');
		const ends = {
			'Redis, with all jobs': async () => await campaign.redis.restart(),
			PostgreSQL: async () => await campaign.postgres.restart(),
			'The main process': async () => await campaign.n8n.restart('kill'),
			'A worker': async () => await campaign.workers.pop()!.kill(),
		};
		for (const [what, end] of Object.entries(ends)) {
			simulator.ledger.clear();
			const name = await stage.startCampaign();
			await until('The first half', GIVE_UP_MS, () =>
				simulator.ledger.accepted >= devices / 2 ? true : undefined,
			);
			const [open] = await campaign.postgres.query<{ devices: number }>(
				'SELECT COALESCE(sum(devices), 0)::integer AS devices FROM batches WHERE ended_at IS NULL',
			);
			const inFlight = open?.devices ?? 0;
			const startMs = performance.now();
			await end();
			// Not by a webhook: n8n does not answer while it has no database.
			await until('The end of the campaign', GIVE_UP_MS, async () => {
				const [row] = await campaign.postgres.query<{ state: string }>(
					'SELECT state FROM campaigns WHERE name = $1',
					[name],
				);
				return row?.state === 'finished' || undefined;
			});
			const seconds = (performance.now() - startMs) / 1000;
			const tokens = new Set(simulator.ledger.tokens());
			const twice = simulator.ledger.accepted - tokens.size;
			const never = devices - tokens.size;
			const cells = [never, twice, inFlight].map((count) => count.toLocaleString('en-US'));
			console.log(`| ${[what, ...cells, `${seconds.toFixed(0)} s`].join(' | ')} |`);
			isGood &&= never === 0 && twice <= inFlight;
		}
		return isGood;
	} finally {
		await campaign.stop();
		await simulator.stop();
	}
}
