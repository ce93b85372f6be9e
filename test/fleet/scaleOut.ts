import { Sink } from '../bench/sink/Sink.ts';
import { until } from '../e2e/until.ts';
import { leadingTo, workflowNode } from '../e2e/workflowParts.ts';
import { FleetStage } from './FleetStage.ts';

const GIVE_UP_MS = 600_000;
const BULK_TOKENS = 2_000;
/** Of a campaign that is not counted, for each worker: a new one first has to find its streams and connections. */
const WARM_UP_DEVICES = 10_000;

/** What to measure. */
export interface ScaleOutOptions {
	/** The largest number of workers; all smaller ones are measured, too. */
	readonly workers: number;
	/** Devices of each campaign, for each worker. */
	readonly devices: number;
	/** How long an answer takes, one table for each. */
	readonly latenciesMs: readonly number[];
}

/** Campaigns over one worker, two, and so on, against a server that accepts everything. Prints tables. */
export async function measureScaleOut({
	workers,
	devices,
	latenciesMs,
}: ScaleOutOptions): Promise<void> {
	const sink = await Sink.start();
	const { port, identity } = sink.address;
	const { teamId, keyId, privateKey, bundleId, caCertificate } = identity;
	const stage = await FleetStage.start({
		...{ teamId, keyId, privateKey, bundleId, caCertificate },
		...{ environment: 'custom', baseUrl: `https://127.0.0.1:${port}` },
	});
	try {
		const bulk = await publishBulk(stage);
		const rates = new Map<number, number>();
		for (let count = 1; count <= workers; count += 1) {
			if (count > 1) await stage.campaign.addWorker();
			for (const latencyMs of latenciesMs) {
				await sink.setLatency(latencyMs);
				if (count === 1) console.log(await measureBulk(bulk, sink, devices, latencyMs));
				await measureCampaign(stage, sink, count, WARM_UP_DEVICES * count, latencyMs);
				const row = await measureCampaign(stage, sink, count, devices * count, latencyMs);
				if (count === 1) rates.set(latencyMs, row.perSecond);
				const ratio = row.perSecond / (count * (rates.get(latencyMs) ?? NaN));
				console.log(`${row.text} | ${ratio.toFixed(2)} |`);
			}
		}
	} finally {
		await stage.campaign.stop();
		await sink.stop();
	}
}

async function measureCampaign(
	stage: FleetStage,
	sink: Sink,
	workers: number,
	devices: number,
	latencyMs: number,
): Promise<{ perSecond: number; text: string }> {
	await stage.createDevices(devices);
	// One for each worker: then the number of workers is what changes.
	await stage.setDefault('senders', workers);
	await sink.report();
	const bytesBefore = await stage.databaseBytes();
	const before = stage.cpu();
	const name = await stage.startCampaign();
	const startMs = performance.now();
	let accepted = 0;
	let sinkMicroseconds = 0;
	await until(`${devices} notifications`, GIVE_UP_MS, async () => {
		const report = await sink.report();
		accepted += report.accepted;
		sinkMicroseconds += report.cpuMicroseconds;
		return accepted >= devices || undefined;
	});
	const seconds = (performance.now() - startMs) / 1000;
	const used = stage.cpu();
	const progress = await stage.campaign.waitFor(name, GIVE_UP_MS);
	const bytes = await stage.databaseBytes();
	if (progress.sent !== devices || accepted !== devices) {
		throw new Error(`${accepted} of ${devices} arrived, ${progress.sent} are stored as sent.`);
	}
	const perSecond = devices / seconds;
	const cpu = [
		used.workers - before.workers,
		used.main - before.main,
		used.postgres - before.postgres,
		sinkMicroseconds / 1e6,
	].map((one) => `${Math.round((100 * one) / seconds)} %`);
	const growth = [bytes.campaigns - bytesBefore.campaigns, bytes.n8n - bytesBefore.n8n].map((one) =>
		String(Math.round(one / devices)),
	);
	const cells = [
		`${latencyMs} ms`,
		`campaign, ${workers}`,
		devices.toLocaleString('en-US'),
		seconds.toFixed(1),
		Math.round(perSecond).toLocaleString('en-US'),
		...cpu,
		...growth,
	];
	return { perSecond, text: `| ${cells.join(' | ')}` };
}

/** A webhook whose workflow sends to the tokens of its body, and returns its address. */
async function publishBulk({ campaign: { n8n } }: FleetStage): Promise<string> {
	const credential =
		await n8n.rest.get<Array<{ id: string; name: string; type: string }>>('/rest/credentials');
	const webhook = { path: 'bulk', httpMethod: 'POST', responseMode: 'lastNode' };
	const workflow = {
		name: 'Bulk',
		nodes: [
			{ ...workflowNode('Webhook', 'n8n-nodes-base.webhook', 2, webhook), webhookId: 'bulk' },
			// A webhook has to answer with something.
			{
				alwaysOutputData: true,
				...workflowNode('Send', 'n8n-nodes-apns.apns', 1, {
					...{ operation: 'bulk', tokenSource: 'list', deviceTokens: '={{ $json.body.tokens }}' },
					...{ title: 'Hello', options: { emit: 'problems', collapseId: 'bulk' } },
				}),
			},
		],
		connections: { Webhook: leadingTo('Send') },
		settings: { executionOrder: 'v1' },
	};
	const workflowId = await n8n.importWorkflow(
		workflow,
		credential.find(({ type }) => type === 'apnsApi')!,
	);
	await n8n.publish(workflowId);
	return `${n8n.url}/webhook/bulk`;
}

/** The same devices in bulks through a webhook, one after the other: what a campaign is compared with. */
async function measureBulk(
	url: string,
	sink: Sink,
	devices: number,
	latencyMs: number,
): Promise<string> {
	await sink.report();
	const startMs = performance.now();
	for (let first = 0; first < devices; first += BULK_TOKENS) {
		const tokens = Array.from({ length: Math.min(BULK_TOKENS, devices - first) }, (_, index) =>
			(first + index).toString(16).padStart(64, '0'),
		);
		const { ok } = await fetch(url, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ tokens }),
		});
		if (!ok) throw new Error('n8n did not send a bulk.');
	}
	const seconds = (performance.now() - startMs) / 1000;
	const { accepted } = await sink.report();
	const perSecond = Math.round(accepted / seconds).toLocaleString('en-US');
	const cells = [`${latencyMs} ms`, 'bulks, 1', accepted.toLocaleString('en-US')];
	return `| ${[...cells, seconds.toFixed(1), perSecond].join(' | ')} | | | | | | | |`;
}
