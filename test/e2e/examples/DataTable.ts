import type { IDataObject } from 'n8n-workflow';
import type { N8nServer } from '../N8nServer.ts';

/** The maximum number of rows that n8n returns at once (@n8n/api-types, pagination.dto.js). */
const ROWS_PER_PAGE = 250;

interface Page<T> {
	count: number;
	data: T[];
}

/** One of n8n's Data Tables in the personal project of the signed-in person. */
export class DataTable {
	readonly #n8n: N8nServer;
	readonly #path: string;

	private constructor(n8n: N8nServer, path: string) {
		this.#n8n = n8n;
		this.#path = path;
	}

	/** Runs an example's "Set Up", and opens the table of this name that it has created. */
	static async setUpBy(n8n: N8nServer, workflowId: string, name: string): Promise<DataTable> {
		const execution = await n8n.waitForExecution(await n8n.runManually(workflowId, 'Set Up'));
		if (execution.status !== 'success') throw new Error(execution.errorMessage);
		return await DataTable.open(n8n, name);
	}

	/** Opens the table of this name. */
	static async open(n8n: N8nServer, name: string): Promise<DataTable> {
		const { id: projectId } = await n8n.rest.get<{ id: string }>('/rest/projects/personal');
		const path = `/rest/projects/${projectId}/data-tables`;
		const { data } = await n8n.rest.get<Page<{ id: string; name: string }>>(path);
		const table = data.find((one) => one.name === name);
		if (!table) throw new Error(`There is no table ${name}`);
		return new DataTable(n8n, `${path}/${table.id}`);
	}

	/** Adds rows, each given as columns and their values. */
	async insert(rows: IDataObject[]): Promise<void> {
		await this.#n8n.rest.post(`${this.#path}/insert`, { data: rows });
	}

	/** All rows, in the order of their ids. */
	async rows<Row extends IDataObject>(): Promise<Row[]> {
		const rows: Row[] = [];
		for (;;) {
			const { count, data } = await this.#n8n.rest.get<Page<Row>>(
				`${this.#path}/rows?take=${ROWS_PER_PAGE}&skip=${rows.length}&sortBy=id:asc`,
			);
			rows.push(...data);
			if (data.length === 0 || rows.length >= count) return rows;
		}
	}

	/** The column `deviceToken` of all rows, sorted. */
	async deviceTokens(): Promise<string[]> {
		const rows = await this.rows<{ deviceToken: string }>();
		return rows.map((row) => row.deviceToken).toSorted();
	}

	/** Removes the table. */
	async drop(): Promise<void> {
		await this.#n8n.rest.delete(this.#path);
	}
}
