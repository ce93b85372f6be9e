import { simulatorCredential } from '../e2e/simulatorCredential.ts';
import { until } from '../e2e/until.ts';
import { ApnsSimulator } from '../simulator/ApnsSimulator.ts';
import { FleetStage } from './FleetStage.ts';

const GIVE_UP_MS = 600_000;
const CLAIM_TIMEOUT_SECONDS = 30;

/**
 * Ends a process in the middle of a campaign over two workers, and compares what APNs received with the fleet.
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
			'the main process': async () => await campaign.n8n.restart('kill'),
			'a worker': async () => await campaign.workers.pop()!.kill(),
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
			await campaign.waitFor(name, GIVE_UP_MS);
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
