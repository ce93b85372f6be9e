import type { N8nServer, StoredCredential } from '../N8nServer.ts';
import { PostgresServer } from '../postgres/PostgresServer.ts';
import { readExample, tablesOf } from './readExample.ts';

/** A row of the table with device tokens, with the columns that all examples have. */
export interface DeviceRow {
	device_token: string;
	registered_at: string;
}

/** A real PostgreSQL with a credential for it in n8n. */
export class Database {
	readonly credential: StoredCredential;
	readonly #server: PostgresServer;

	private constructor(server: PostgresServer, credential: StoredCredential) {
		this.#server = server;
		this.credential = credential;
	}

	static async start(n8n: N8nServer): Promise<Database> {
		const server = await PostgresServer.start();
		return new Database(
			server,
			await n8n.createCredential('Database', 'postgres', server.credential),
		);
	}

	/** Creates the empty tables of an example with the statements in its sticky notes. */
	async createTablesOf(example: string): Promise<void> {
		await this.#server.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public');
		await this.#server.query(tablesOf(readExample(example)));
	}

	/** Adds rows, each given as columns and their values. */
	async insert(table: string, rows: object[]): Promise<void> {
		for (const row of rows) {
			const columns = Object.keys(row);
			const places = columns.map((_, index) => `$${index + 1}`);
			const text = `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${places.join(', ')})`;
			await this.#server.query(text, Object.values(row));
		}
	}

	/** The device tokens in the table `devices`, sorted. */
	async deviceTokens(): Promise<string[]> {
		const rows = await this.query<DeviceRow>('SELECT device_token FROM devices');
		return rows.map((row) => row.device_token).toSorted();
	}

	/** The rows of one statement. */
	async query<Row extends object>(text: string): Promise<Row[]> {
		return await this.#server.query<Row>(text);
	}

	async stop(): Promise<void> {
		await this.#server.stop();
	}
}
