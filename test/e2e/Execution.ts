import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { IDataObject, INodeExecutionData, IRunExecutionData, ITaskData } from 'n8n-workflow';
import { fromEnvironment } from '../setup/environment.ts';

/** An execution as n8n returns it; its data is text in the format of the `flatted` package. */
export interface StoredExecution {
	id: string;
	status: string;
	data: string;
}

/** What n8n recorded of one execution. */
export class Execution {
	readonly id: string;
	/** `success`, `error`, `canceled` … */
	readonly status: string;
	readonly data: IRunExecutionData;

	constructor(stored: StoredExecution) {
		this.id = stored.id;
		this.status = stored.status;
		const require = createRequire(join(fromEnvironment('N8N_FOLDER'), 'package.json'));
		const { parse } = require('flatted') as { parse(text: string): IRunExecutionData };
		this.data = parse(stored.data);
	}

	/** Names of the nodes that ran. */
	get nodes(): string[] {
		return Object.keys(this.data.resultData.runData);
	}

	/** What a node's first run recorded. */
	task(nodeName: string): ITaskData | undefined {
		return this.data.resultData.runData[nodeName]?.[0];
	}

	/** The items at one output of a node; none if it did not run. */
	items(nodeName: string, output = 0): INodeExecutionData[] {
		return this.task(nodeName)?.data?.['main']?.[output] ?? [];
	}

	/** The `json` of those items. */
	json<T = IDataObject>(nodeName: string, output = 0): T[] {
		return this.items(nodeName, output).map(({ json }) => json as T);
	}

	/** The items at each output, for each time that the node ran: more than once in a loop. */
	runs(nodeName: string): INodeExecutionData[][][] {
		const tasks = this.data.resultData.runData[nodeName] ?? [];
		return tasks.map(({ data }) => (data?.['main'] ?? []).map((items) => items ?? []));
	}

	/** The message of the error that ended it. */
	get errorMessage(): string | undefined {
		return this.data.resultData.error?.message;
	}
}
