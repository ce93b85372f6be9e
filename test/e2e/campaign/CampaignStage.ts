import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';
import { readExample } from '../examples/readExample.ts';
import { N8nProcess } from '../N8nProcess.ts';
import { CLOSE_AFTERWARDS } from '../N8nRest.ts';
import { N8nServer } from '../N8nServer.ts';
import type { Environment } from '../n8nEnvironment.ts';
import { PostgresServer } from '../postgres/PostgresServer.ts';
import { RedisServer } from '../RedisServer.ts';
import { CREDENTIAL_TYPE } from '../simulatorCredential.ts';
import { until } from '../until.ts';

const HEADER = { name: 'x-api-key', value: 'the secret of the server' };
const FORM_LOGIN = { user: 'editor', password: 'the password of the form' };

/** n8n's own tables, apart from those of the example. */
const N8N_SCHEMA = 'n8n';

/** What a webhook of the example answered. */
export interface Answer {
	readonly status: number;
	readonly body: IDataObject;
}

/** What the example tells about a campaign. */
export interface Progress extends IDataObject {
	state: string;
	devices: number;
	sent: number;
	unregistered: number;
	failed: number;
	review: number;
	left: number;
}

/** n8n in queue mode with its data in PostgreSQL, workers, and the example Campaign, set up and published. */
export class CampaignStage {
	readonly postgres: PostgresServer;
	readonly redis: RedisServer;
	readonly n8n: N8nServer;
	readonly workers: N8nProcess[] = [];
	readonly #environment: Environment;

	private constructor(
		postgres: PostgresServer,
		redis: RedisServer,
		n8n: N8nServer,
		environment: Environment,
	) {
		this.postgres = postgres;
		this.redis = redis;
		this.n8n = n8n;
		this.#environment = environment;
	}

	/** @param apns the fields of the APNs credential */
	static async start(apns: ICredentialDataDecryptedObject): Promise<CampaignStage> {
		const postgres = await PostgresServer.start();
		await postgres.query(`CREATE SCHEMA ${N8N_SCHEMA}`);
		const redis = await RedisServer.start();
		const environment = {
			...postgres.n8nEnvironment,
			...redis.n8nEnvironment,
			DB_POSTGRESDB_SCHEMA: N8N_SCHEMA,
			OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
		};
		const n8n = await N8nServer.start({ environment });
		const stage = new CampaignStage(postgres, redis, n8n, environment);
		await stage.addWorker();
		const credentials = await Promise.all([
			n8n.createCredential('APNs', CREDENTIAL_TYPE, apns),
			n8n.createCredential('Database', 'postgres', postgres.credential),
			n8n.createCredential('Campaign', 'httpHeaderAuth', HEADER),
			n8n.createCredential('Form', 'httpBasicAuth', FORM_LOGIN),
		]);
		const workflowId = await n8n.importWorkflow(readExample('campaign'), ...credentials);
		const setUp = await n8n.waitForExecution(await n8n.runManually(workflowId, 'Set Up'));
		if (setUp.status !== 'success') throw new Error(`Set Up: ${setUp.errorMessage}`);
		await n8n.publish(workflowId);
		return stage;
	}

	/** Starts one more worker. */
	async addWorker(): Promise<N8nProcess> {
		const worker = await N8nProcess.startWorker(this.n8n.userFolder, {
			...this.#environment,
			// The example calls its own webhooks.
			WEBHOOK_URL: this.n8n.url,
		});
		this.workers.push(worker);
		return worker;
	}

	/** Adds devices that registered at a time, in one statement. */
	async addDevices(
		tokens: readonly string[],
		segment: string,
		registeredAt = '2026-01-01T00:00:00Z',
	): Promise<void> {
		await this.postgres.query(
			'INSERT INTO devices SELECT token, ARRAY[$2], $3::timestamptz FROM unnest($1::text[]) AS token',
			[tokens, segment, registeredAt],
		);
	}

	/** Starts a campaign as a server does. */
	async startCampaign(fields: IDataObject): Promise<Answer> {
		return await this.#call('POST', '', fields);
	}

	/** Starts one with the form, and returns what the page shows. */
	async submitForm(fields: readonly string[]): Promise<Answer> {
		const body = new FormData();
		fields.forEach((value, index) => body.append(`field-${index}`, value));
		const login = Buffer.from(`${FORM_LOGIN.user}:${FORM_LOGIN.password}`).toString('base64');
		const response = await fetch(`${this.n8n.url}/form/campaign-form`, {
			method: 'POST',
			headers: { ...CLOSE_AFTERWARDS, authorization: `Basic ${login}` },
			body,
		});
		return await answerOf(response);
	}

	/** Pauses, resumes or cancels one. */
	async change(name: string, action: string): Promise<Answer> {
		return await this.#call('PATCH', '', { name, action });
	}

	/** What the example says about one. */
	async ask(name: string): Promise<Answer> {
		return await this.#call('GET', `?name=${encodeURIComponent(name)}`);
	}

	async progress(name: string): Promise<Progress> {
		const { status, body } = await this.ask(name);
		if (status !== 200) throw new Error(`${status}: ${JSON.stringify(body)}`);
		return body as Progress;
	}

	/** Its progress when it has ended, or when something else is the case. */
	async waitFor(
		name: string,
		timeoutMs: number,
		isSo: (progress: Progress) => boolean = ({ state }) => state === 'finished',
	): Promise<Progress> {
		return await until(`Campaign ${name}`, timeoutMs, async () => {
			const progress = await this.progress(name);
			return isSo(progress) ? progress : undefined;
		});
	}

	async stop(): Promise<void> {
		for (const worker of this.workers) await worker.stop();
		await this.n8n.stop();
		await this.redis.stop();
		await this.postgres.stop();
	}

	async #call(method: string, query: string, body?: IDataObject): Promise<Answer> {
		const response = await fetch(`${this.n8n.url}/webhook/campaign${query}`, {
			method,
			headers: {
				'content-type': 'application/json',
				[HEADER.name]: HEADER.value,
				...CLOSE_AFTERWARDS,
			},
			...(body && { body: JSON.stringify(body) }),
		});
		return await answerOf(response);
	}
}

async function answerOf(response: Response): Promise<Answer> {
	const text = await response.text();
	try {
		return { status: response.status, body: JSON.parse(text) as IDataObject };
	} catch (error) {
		throw new Error(`${response.status}: ${text.slice(0, 1000)}`, { cause: error });
	}
}
