import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
} from 'n8n-workflow';
import type { ChannelRequest } from '../../delivery/service/channelServices.ts';
import { delivery } from '../../delivery/Delivery.ts';
import type { ChannelContent, Outcome } from '../../delivery/service/Outcome.ts';
import { DEFAULT_LIMITS, DEFAULT_POLICY } from '../../delivery/service/policy.ts';
import type { Service } from '../../delivery/service/Service.ts';
import { readBundleId } from '../parameters/bundleId.parameters.ts';
import { readCredentials, type CredentialOf } from '../credential/credentialOf.ts';
import { groupByWay } from '../credential/ways.ts';
import { apiError, errorItem, failureItem, toNodeError } from '../errors/nodeErrors.ts';
import { firstFailure } from '../errors/firstFailure.ts';
import type { Fields } from '../parameters/Fields.ts';
import { labelsOf } from '../parameters/labelsOf.ts';
import { ParameterReader } from '../parameters/ParameterReader.ts';
import {
	ENVIRONMENTS,
	type ApnsCredential,
	type Environment,
} from '../credential/ApnsCredential.ts';
import { readRequestTimeoutMs } from '../parameters/options.parameters.ts';
import { untilStopped } from '../stopping/untilStopped.ts';

/** An operation on an app's channels: what it requests, and which items it makes of the response. */
export interface ChannelOperation {
	readonly service: Service<ChannelRequest>;
	readonly properties: readonly INodeProperties[];
	/** @throws {SetupError} */
	readonly read: (parameters: Fields) => Asked;
	/** The fields of the output items, in addition to bundle ID and environment. */
	readonly tell: (content: ChannelContent, asked: Asked) => IDataObject[];
	/** What was done for the accepted requests: `channels were created`. */
	readonly done: string;
}

/** What the parameters of one input item request. */
export interface Asked {
	readonly channelId?: string;
	/** The request's body. */
	readonly payload?: IDataObject;
	/** Maximum number of output items. */
	readonly limit?: number;
}

/** One request, with its input item and its outcome. */
interface ChannelTask {
	readonly itemIndex: number;
	readonly asked?: Asked & ReadyRequest;
	/** Why its parameters cannot be used (only if the node continues with the other items). */
	readonly error?: unknown;
	outcome?: Outcome;
}

interface ReadyRequest {
	readonly credential: ApnsCredential;
	readonly bundleId: string;
	readonly environment: Environment;
	readonly requestTimeoutMs: number;
}

/**
 * Runs an operation on channels: reads and checks everything, then sends one request per input item. Unlike a
 * rejected device token, a failed request is an error: there is nothing else to do with the item.
 */
export async function manageChannels(
	context: IExecuteFunctions,
	operation: ChannelOperation,
): Promise<INodeExecutionData[][]> {
	const items = context.getInputData();
	if (items.length === 0) return [[]];
	try {
		const tasks = planTasks(context, operation, await readCredentials(context));
		const goesOn = context.continueOnFail();
		const unreadable = tasks.find(({ error }) => error !== undefined);
		if (unreadable !== undefined && !goesOn) {
			throw toNodeError(context, unreadable.error, unreadable.itemIndex);
		}
		await request(context, operation, tasks);
		if (!goesOn) throwFirstFailure(context, operation, tasks);
		return [tasks.flatMap((task) => itemsOf(task, operation))];
	} catch (error) {
		if (context.continueOnFail()) return [items.map((_, index) => errorItem(error, index))];
		throw toNodeError(context, error, 0);
	}
}

function planTasks(
	context: IExecuteFunctions,
	operation: ChannelOperation,
	credentialOf: CredentialOf,
): ChannelTask[] {
	const parameters = new ParameterReader(context, labelsOf(operation.properties));
	return Array.from({ length: parameters.itemCount }, (_, itemIndex) => {
		try {
			const credential = credentialOf(itemIndex);
			const fields = parameters.fieldsOf(itemIndex);
			const options = fields.collection('options');
			const environment = options.choice('environment', ENVIRONMENTS) ?? credential.environment;
			credential.managementTargetFor(environment);
			const asked = {
				...operation.read(fields),
				credential,
				bundleId: readBundleId(fields, credential.bundleId),
				environment,
				requestTimeoutMs: readRequestTimeoutMs(options),
			};
			return { itemIndex, asked };
		} catch (error) {
			return { itemIndex, error };
		}
	});
}

async function request(
	context: IExecuteFunctions,
	{ service }: ChannelOperation,
	tasks: readonly ChannelTask[],
): Promise<void> {
	const stopsAtFailure = !context.continueOnFail();
	const ways = groupByWay(tasks.filter(isReady), ({ asked: { credential, environment } }) => ({
		credential,
		target: credential.managementTargetFor(environment),
	}));
	await untilStopped(
		context,
		async ({ signal, enough }) =>
			await Promise.all(
				ways.map(({ target, signingKey, members: ready }) =>
					delivery.deliver<ChannelRequest>(
						{
							service,
							count: ready.length,
							recipient: (index) => ready[index]!.asked.channelId ?? '',
							message(index) {
								const { bundleId, payload } = ready[index]!.asked;
								const json = payload === undefined ? undefined : JSON.stringify(payload);
								return { topic: bundleId, apnsId: undefined, payload: json };
							},
							policy: (index) => ({
								...DEFAULT_POLICY,
								requestTimeoutMs: ready[index]!.asked.requestTimeoutMs,
							}),
							settle(index, outcome) {
								ready[index]!.outcome = outcome;
								if (stopsAtFailure && outcome.outcome !== 'accepted') enough.abort();
							},
						},
						{
							target,
							signingKey,
							limits: DEFAULT_LIMITS,
							signal,
							enough: enough.signal,
						},
					),
				),
			),
	);
}

type ReadyTask = ChannelTask & Required<Pick<ChannelTask, 'asked'>>;

function isReady(task: ChannelTask): task is ReadyTask {
	return task.asked !== undefined;
}

function throwFirstFailure(
	context: IExecuteFunctions,
	{ done }: ChannelOperation,
	tasks: readonly ChannelTask[],
): void {
	const failed = firstFailure(tasks);
	if (failed === undefined) return;
	const accepted = tasks.filter(({ outcome }) => outcome?.outcome === 'accepted').length;
	const description = accepted === 0 ? '' : `${accepted} of ${tasks.length} ${done} anyway.`;
	throw apiError(context, failed.outcome, failed.itemIndex, description);
}

function itemsOf(
	{ itemIndex, asked, error, outcome }: ChannelTask,
	{ tell }: ChannelOperation,
): INodeExecutionData[] {
	if (asked === undefined || outcome === undefined) return [errorItem(error, itemIndex)];
	const { bundleId, environment } = asked;
	if (outcome.outcome !== 'accepted') {
		const failure = { ...failureOf(outcome), bundleId, environment };
		return [failureItem(failure, itemIndex)];
	}
	return tell(outcome.channels ?? {}, asked).map((json) => ({
		json: { ...json, bundleId, environment },
		pairedItem: { item: itemIndex },
	}));
}

/** With the field names of a result item. */
function failureOf(outcome: Outcome): IDataObject {
	const { errorCode, status, reason, message, action, attempts } = outcome;
	return {
		errorCode,
		status,
		reason,
		message,
		action,
		attempts,
		outcome: outcome.outcome,
		requestId: outcome.apnsId,
		retryAfter: outcome.retryAfterSeconds,
	};
}
