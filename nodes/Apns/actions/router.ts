import { NodeOperationError, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';
import * as create from './channel/create.operation.ts';
import * as deleteChannel from './channel/delete.operation.ts';
import * as get from './channel/get.operation.ts';
import * as getAll from './channel/getAll.operation.ts';
import * as health from './connection/health.operation.ts';
import * as broadcast from './notification/broadcast.operation.ts';
import * as bulk from './notification/bulk.operation.ts';
import * as preview from './notification/preview.operation.ts';
import * as send from './notification/send.operation.ts';
import * as sendAndWait from './notification/sendAndWait.operation.ts';

const operations: Readonly<Record<string, { execute: typeof send.execute }>> = {
	'notification:send': send,
	'notification:bulk': bulk,
	'notification:sendAndWait': sendAndWait,
	'notification:broadcast': broadcast,
	'notification:preview': preview,
	'channel:create': create,
	'channel:get': get,
	'channel:getAll': getAll,
	'channel:delete': deleteChannel,
	'connection:health': health,
};

/** The parameters of all operations, each shown with its own. */
export const operationParameters = [
	...send.description,
	...bulk.description,
	...sendAndWait.description,
	...broadcast.description,
	...preview.description,
	...create.description,
	...get.description,
	...getAll.description,
	...deleteChannel.description,
	...health.description,
];

/** Runs the selected operation. */
export async function router(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const resource = this.getNodeParameter('resource', 0);
	const operation = this.getNodeParameter('operation', 0);
	const name = `${resource}:${operation}`;
	const chosen = Object.hasOwn(operations, name) ? operations[name] : undefined;
	if (chosen === undefined) {
		throw new NodeOperationError(
			this.getNode(),
			`The operation '${operation}' does not exist for the resource '${resource}'`,
		);
	}
	return await chosen.execute(this);
}
