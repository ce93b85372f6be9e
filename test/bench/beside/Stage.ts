import { setTimeout as wait } from 'node:timers/promises';
import { N8nServer } from '../../e2e/N8nServer.ts';
import { CREDENTIAL_TYPE } from '../../e2e/simulatorCredential.ts';
import { until } from '../../e2e/until.ts';
import { Sink } from '../sink/Sink.ts';
import type { ArrivalsReport } from '../sink/Arrivals.ts';
import { tokenOf, WEBHOOK } from './tokens.ts';
import { monotonicMs, Watch, type NodeRun } from './Watch.ts';
import { bulkName, bulkWorkflow, pushWorkflow } from './workflows.ts';

/** What happened while bulks ran, or nothing, in n8n. */
export interface Scene extends ArrivalsReport {
	/** When the webhook was called, by number of the call. */
	readonly calls: readonly number[];
	/** When the workflows of the bulks were called. */
	readonly startedMs: number;
	readonly runs: readonly NodeRun[];
}

const BULK_LIMIT_MS = 240_000;
const LAST_PUSH_LIMIT_MS = 60_000;
/** Before the first bulk and after the last, so that each begins in an n8n that has nothing else to do. */
const QUIET_MS = 2_000;

/** A real n8n with our package, a sink, and a webhook that is called again and again. */
export class Stage {
	readonly sink: Sink;
	readonly watch: Watch;
	readonly #n8n: N8nServer;
	readonly #credential: Awaited<ReturnType<N8nServer['createCredential']>>;

	private constructor(
		sink: Sink,
		watch: Watch,
		n8n: N8nServer,
		credential: Awaited<ReturnType<N8nServer['createCredential']>>,
	) {
		this.sink = sink;
		this.watch = watch;
		this.#n8n = n8n;
		this.#credential = credential;
	}

	static async start(): Promise<Stage> {
		const sink = await Sink.start();
		const watch = new Watch();
		const n8n = await N8nServer.start({ environment: watch.environment });
		const { host, port, identity } = sink.address;
		const { teamId, keyId, privateKey, bundleId, caCertificate } = identity;
		const baseUrl = `https://${host}:${port}`;
		const own = { environment: 'custom', baseUrl, managementUrl: baseUrl, caCertificate };
		const credential = await n8n.createCredential('Sink', CREDENTIAL_TYPE, {
			...{ teamId, keyId, privateKey, bundleId },
			...own,
		});
		const stage = new Stage(sink, watch, n8n, credential);
		await n8n.publish(await n8n.importWorkflow(pushWorkflow(), credential));
		return stage;
	}

	/** Publishes a workflow that sends so many notifications, as this sender, when its webhook is called. */
	async createBulk(
		sender: number,
		count: number,
		tuning: Readonly<Record<string, number>>,
	): Promise<void> {
		const workflow = bulkWorkflow(sender, count, tuning);
		await this.#n8n.publish(await this.#n8n.importWorkflow(workflow, this.#credential));
	}

	/** Calls the webhook every so many milliseconds, whether or not it has answered, for so long. */
	async pushes(intervalMs: number, durationMs: number): Promise<Scene> {
		return await this.#scene(intervalMs, async () => await wait(durationMs));
	}

	/**
	 * Starts bulks at once and waits until they have ended.
	 *
	 * @param intervalMs calls the webhook meanwhile; undefined: does not
	 */
	async bulks(senders: readonly number[], intervalMs: number | undefined): Promise<Scene> {
		return await this.#scene(intervalMs, async () => {
			const before = this.watch.runs().length;
			for (const sender of senders) void this.#call(bulkName(sender), {});
			await until('The end of the bulks', BULK_LIMIT_MS, () =>
				this.watch.runs().length === before + senders.length ? true : undefined,
			);
		});
	}

	async stop(): Promise<void> {
		await this.#n8n.stop();
		await this.sink.stop();
	}

	async #scene(intervalMs: number | undefined, work: () => Promise<void>): Promise<Scene> {
		await this.sink.noteArrivals();
		const runsBefore = this.watch.runs().length;
		const calls: number[] = [];
		const timer = intervalMs === undefined ? undefined : setInterval(call, intervalMs, this);
		await wait(QUIET_MS);
		const startedMs = monotonicMs();
		await work();
		await wait(QUIET_MS);
		clearInterval(timer);
		await until('The arrival of all pushes', LAST_PUSH_LIMIT_MS, async () =>
			(await this.sink.arrivals()).pushes.length >= calls.length ? true : undefined,
		).catch(() => console.log('· Not every push has arrived.'));
		return {
			calls,
			startedMs,
			runs: this.watch.runs().slice(runsBefore),
			...(await this.sink.arrivals()),
		};

		function call(stage: Stage): void {
			const token = tokenOf(WEBHOOK, calls.length);
			calls.push(monotonicMs());
			void stage.#call('push', { token });
		}
	}

	async #call(path: string, body: Record<string, string>): Promise<void> {
		const { status } = await this.#n8n.postWebhook(path, body);
		if (status !== 200) throw new Error(`n8n answered ${status} to the webhook ${path}.`);
	}
}
