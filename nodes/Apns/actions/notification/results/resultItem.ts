import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { Outcome } from '../../../delivery/service/Outcome.ts';
import type { Task } from '../Task.ts';

/** The result of one device token or channel. Workflows branch on its fields: their names never change. */
export function resultOf(task: Task): IDataObject {
	const { given, content, duplicateOf } = task;
	const sent = duplicateOf ?? task;
	const outcome = sent.outcome as Outcome;
	// What a person has to see comes first: a table in the editor shows five columns.
	// One literal: a key that is computed makes it take four times as long (test/bench/README.md).
	const result: IDataObject = {
		success: outcome.outcome === 'accepted',
		errorCode: outcome.errorCode,
		message: outcome.message,
		action: outcome.action,
		deviceToken: (given ?? null) as IDataObject[string],
		status: outcome.status,
		reason: outcome.reason,
		outcome: outcome.outcome,
		apnsId: outcome.apnsId,
		apnsUniqueId: outcome.apnsUniqueId,
		timestamp: outcome.timestamp,
		retryAfter: outcome.retryAfterSeconds,
		attempts: outcome.attempts,
		topic: content?.topic ?? null,
		environment: sent.answeredIn ?? content?.environment ?? null,
	};
	if (duplicateOf !== undefined) result.duplicate = true;
	return content?.audience.idField === 'channelId' ? ofChannel(result) : result;
}

function ofChannel(result: IDataObject): IDataObject {
	const entries = Object.entries(result);
	return Object.fromEntries(
		entries.map(([key, value]) => [key === 'deviceToken' ? 'channelId' : key, value]),
	);
}

/** The result as an item, on its own. */
export function resultItem(task: Task): INodeExecutionData {
	return { json: resultOf(task), pairedItem: { item: task.itemIndex } };
}

/** The input item's fields with the result beside them. */
export function resultItemWithInput(task: Task, input: IDataObject): INodeExecutionData {
	return { json: besideInput(input, resultOf(task)), pairedItem: { item: task.itemIndex } };
}

/**
 * The input item's fields with a result under `apns`. What the input has there moves to `inputApns`, and its `error`
 * to `inputError`: on top level it would make n8n's Retry On Fail run the node again and push everything twice
 * (n8n #10763).
 */
export function besideInput(input: IDataObject, result: IDataObject): IDataObject {
	const { error, apns, ...fields } = input;
	if (error !== undefined) addAs('inputError', error, fields);
	if (apns !== undefined) addAs('inputApns', apns, fields);
	fields.apns = result;
	return fields;
}

/** Under this name or, where there is such a field, under the first of `name2`, `name3`, … that is free. */
function addAs(name: string, value: IDataObject[string], fields: IDataObject): void {
	let free = name;
	for (let number = 2; Object.hasOwn(fields, free); number += 1) free = `${name}${number}`;
	fields[free] = value;
}
