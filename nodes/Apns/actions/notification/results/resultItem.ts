import type { IDataObject } from 'n8n-workflow';
import type { Outcome } from '../../../delivery/service/Outcome.ts';
import type { Content, Task } from '../Task.ts';

/**
 * The result of one device token or channel. Workflows branch on its fields, so their names never change.
 *
 * @param isSimplified whether to return only the first five fields and those with a value of interest
 */
export function resultOf(task: Task, isSimplified: boolean): IDataObject {
	const result = isSimplified ? simplified(task) : complete(task);
	if (task.duplicateOf !== undefined) result.duplicate = true;
	return task.content?.audience.idField === 'channelId' ? ofChannel(result) : result;
}

function simplified(task: Task): IDataObject {
	const outcome = outcomeIn(task);
	const result: IDataObject = {
		success: outcome.outcome === 'accepted',
		errorCode: outcome.errorCode,
		message: outcome.message,
		action: outcome.action,
		deviceToken: (task.given ?? null) as IDataObject[string],
	};
	const { content } = task;
	const environment = environmentOf(task);
	if (outcome.retryAfterSeconds !== null) result.retryAfter = outcome.retryAfterSeconds;
	if (outcome.timestamp !== null) result.timestamp = outcome.timestamp;
	if (content !== undefined && environment !== content.credential.environment) {
		result.environment = environment;
	}
	return result;
}

function complete(task: Task): IDataObject {
	const outcome = outcomeIn(task);
	// The fields that a person needs to see come first: a table in the editor shows five columns.
	// One literal: a computed key makes it four times slower (test/bench/README.md).
	return {
		success: outcome.outcome === 'accepted',
		errorCode: outcome.errorCode,
		message: outcome.message,
		action: outcome.action,
		deviceToken: (task.given ?? null) as IDataObject[string],
		status: outcome.status,
		reason: outcome.reason,
		outcome: outcome.outcome,
		apnsId: outcome.apnsId,
		apnsUniqueId: outcome.apnsUniqueId,
		timestamp: outcome.timestamp,
		retryAfter: outcome.retryAfterSeconds,
		attempts: outcome.attempts,
		topic: task.content?.topic ?? null,
		environment: environmentOf(task),
	};
}

function outcomeIn({ duplicateOf, outcome }: Task): Outcome {
	return (duplicateOf?.outcome ?? outcome) as Outcome;
}

/** The environment that the outcome is from. */
function environmentOf({ duplicateOf, answeredIn, content }: Task): Content['environment'] | null {
	return duplicateOf?.answeredIn ?? answeredIn ?? content?.environment ?? null;
}

function ofChannel(result: IDataObject): IDataObject {
	const entries = Object.entries(result);
	return Object.fromEntries(
		entries.map(([key, value]) => [key === 'deviceToken' ? 'channelId' : key, value]),
	);
}

/**
 * The input item's fields with a result under `apns`. A field `apns` of the input moves to `inputApns`, and
 * `error` to `inputError`: at the top level it would make n8n's Retry On Fail run the node again and send
 * everything twice (n8n #10763).
 */
export function besideInput(input: IDataObject, result: IDataObject): IDataObject {
	const { error, apns, ...fields } = input;
	if (error !== undefined) addAs('inputError', error, fields);
	if (apns !== undefined) addAs('inputApns', apns, fields);
	fields.apns = result;
	return fields;
}

/** Under this name or, if it is taken, under the first of `name2`, `name3`, … that is free. */
function addAs(name: string, value: IDataObject[string], fields: IDataObject): void {
	let free = name;
	for (let number = 2; Object.hasOwn(fields, free); number += 1) free = `${name}${number}`;
	fields[free] = value;
}
