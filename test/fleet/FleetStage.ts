import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { CampaignStage } from '../e2e/campaign/CampaignStage.ts';
import { cpuSeconds } from './cpuSeconds.ts';

/** CPU time by who used it, in seconds. */
export interface CpuUse {
	readonly main: number;
	readonly workers: number;
	readonly postgres: number;
}

/** A stage for campaigns whose devices exist only as rows. */
export class FleetStage {
	readonly campaign: CampaignStage;
	#campaigns = 0;

	private constructor(campaign: CampaignStage) {
		this.campaign = campaign;
	}

	/** @param apns the fields of the APNs credential */
	static async start(apns: ICredentialDataDecryptedObject): Promise<FleetStage> {
		return new FleetStage(await CampaignStage.start(apns));
	}

	/** Replaces the devices by as many new ones, with made-up tokens. */
	async createDevices(count: number): Promise<void> {
		const { postgres } = this.campaign;
		await postgres.query('TRUNCATE devices');
		await postgres.query(
			"INSERT INTO devices (device_token) SELECT lpad(to_hex(n), 64, '0') FROM generate_series(1, $1::integer) AS n",
			[count],
		);
	}

	/** Changes a column's default for the campaigns that start from now on. */
	async setDefault(column: string, value: string | number): Promise<void> {
		await this.campaign.postgres.query(
			`ALTER TABLE campaigns ALTER ${column} SET DEFAULT ${value}`,
		);
	}

	/** Starts a campaign to all devices, and returns its name. */
	async startCampaign(): Promise<string> {
		this.#campaigns += 1;
		const name = `fleet ${this.#campaigns}`;
		const { status, body } = await this.campaign.startCampaign({ name, title: 'Hello' });
		if (status !== 202) throw new Error(`${status}: ${JSON.stringify(body)}`);
		return name;
	}

	/** How much the processes have used so far. */
	cpu(): CpuUse {
		const { n8n, workers, postgres } = this.campaign;
		return {
			main: cpuSeconds(n8n.pid),
			workers: workers.reduce((sum, { pid }) => sum + cpuSeconds(pid), 0),
			postgres: cpuSeconds(postgres.pid),
		};
	}

	/** The size of all tables and indexes: those of campaigns, and n8n's own. */
	async databaseBytes(): Promise<{ campaigns: number; n8n: number }> {
		const [row] = await this.campaign.postgres.query<{ campaigns: string; n8n: string }>(
			`SELECT sum(size) FILTER (WHERE schema = 'public') AS campaigns, sum(size) FILTER (WHERE schema = 'n8n') AS n8n
			 FROM (SELECT schemaname AS schema, pg_total_relation_size(format('%I.%I', schemaname, tablename)) AS size FROM pg_tables) AS tables`,
		);
		return { campaigns: Number(row?.campaigns), n8n: Number(row?.n8n) };
	}
}
