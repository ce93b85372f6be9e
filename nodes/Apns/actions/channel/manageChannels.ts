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

/** What an operation asks of an app's channels, and what it makes of the answer. */
export interface ChannelOperation {
	readonly service: Service<ChannelRequest>;
	readonly properties: readonly INodeProperties[];
	/** @throws {SetupError} */
	readonly read: (parameters: Fields) => Asked;
	/** The fields of the items that come out, besides app and environment. */
	readonly tell: (content: ChannelContent, asked: Asked) => IDataObject[];
	/** What was done where it was granted: `channels were created`. */
	readonly done: string;
}

/** What the parameters of one input item ask for. */
export interface Asked {
	readonly channelId?: string;
	/** The request's body. */
	readonly payload?: IDataObject;
	/** How many items may come out at most. */
	readonly limit?: number;
}

/** One request, from the input item it came with to its outcome. */
interface ChannelTask {
	readonly itemIndex: number;
	readonly asked?: Asked & ReadyRequest;
	/** Its parameters cannot be used (only where the node goes on with the other items). */
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
 * The way that all operations on channels go: one request per input item; everything is read and checked
 * first. Unlike a refused device token, a request that fails is an error: there is nothing else to do with
 * the item.
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
	const enough = new AbortController();
	const ways = groupByWay(tasks.filter(isReady), ({ asked: { credential, environment } }) => ({
		credential,
		target: credential.managementTargetFor(environment),
	}));
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
					// Not in every n8n that loads this package.
					signal: context.getExecutionCancelSignal?.(),
					enough: enough.signal,
				},
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
	const description = accepted === 0 ? '' : `${accepted} of ${tasks.length} ${done} all the same.`;
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

/** In the words of the result item. */
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
