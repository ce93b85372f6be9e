import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import type { ApnsEnvironment } from '../../../delivery/identity/environment.ts';
import type { Outcome } from '../../../delivery/service/Outcome.ts';
import { readCredentials, type CredentialOf } from '../../credential/credentialOf.ts';
import { firstFailure, isFailure } from '../../errors/firstFailure.ts';
import { apiError, errorItem, failureItem, toNodeError } from '../../errors/nodeErrors.ts';
import type { Fields } from '../../parameters/Fields.ts';
import type { ParameterReader } from '../../parameters/ParameterReader.ts';
import { CHANNELS, DEVICES, type Audience } from '../Audience.ts';
import {
	addCountsHint,
	addWarning,
	endingOf,
	grouped,
	type Ending,
} from '../results/countsHint.ts';
import { deliverTasks } from './deliverTasks.ts';
import { readContent } from './readContent.ts';
import { turns } from './turns.ts';
import { mistakesIn } from '../results/mistakeHints.ts';
import { appsOf, readDraft } from '../reading/readDraft.ts';
import {
	readLimits,
	readResultOptions,
	readSimplify,
	readSplitOutputs,
	type ResultOptions,
} from '../reading/readOptions.ts';
import { besideInput, resultOf } from '../results/resultItem.ts';
import { isCausedBy, setupFaultIn, throwSetupFault } from '../results/setupFault.ts';
import { Outputs, outputsOfFailure } from '../results/Outputs.ts';
import { isOwn, type Content, type Task } from '../Task.ts';
import type { ApnsCredential } from '../../credential/ApnsCredential.ts';

/** n8n runs the whole node again (n8n #10763). */
const RETRY_ON_FAIL =
	'Turn off Retry On Fail in the settings of this node: if the node fails, n8n sends every notification again. The node already retries what can be retried.';

/** n8n runs a node again that failed or was cut off, with all its items. */
const RETRIED =
	'This execution is a retry. If this node was already sending when the first execution ended, those people were notified again. With a Collapse ID, their devices show one notification.';

/** What an operation creates its tasks from. */
export interface Plan {
	readonly parameters: ParameterReader;
	/** Options that apply to the whole node. */
	readonly resultOptions: ResultOptions;
	readonly credentialOf: CredentialOf;
	/**
	 * What to send with this credential, according to the parameters of an item.
	 *
	 * @param environment of the token, if it has one of its own
	 * @throws {SetupError}
	 */
	readonly readContent: (
		fields: Fields,
		credential: ApnsCredential,
		environment?: ApnsEnvironment,
	) => Content;
}

/** What differs between the sending operations, apart from their tasks. */
interface Kind {
	/** The recipients; {@link DEVICES} if omitted. */
	readonly audience?: Audience;
	/** Whether only the first item is used, including its credential; false if omitted. */
	readonly isOfFirstItem?: () => boolean;
}

/**
 * Runs a sending operation: reads and checks everything, then sends, then reports.
 *
 * @param planTasks returns the tasks, in the order of their results
 */
export async function sendTasks(
	context: IExecuteFunctions,
	parameters: ParameterReader,
	planTasks: (plan: Plan) => Promise<Task[]>,
	{ audience = DEVICES, isOfFirstItem = () => false }: Kind = {},
): Promise<INodeExecutionData[][]> {
	const items = context.getInputData();
	if (items.length === 0) return [[]];
	let split = false;
	try {
		split = readSplitOutputs(parameters);
		const credentialOf = await readCredentials(context, isOfFirstItem() ? 1 : items.length);
		const options = parameters.fieldsOf(0).collection('options');
		const resultOptions = readResultOptions(options);
		const limits = readLimits(options);
		const surroundings = {
			isBroadcast: audience === CHANNELS,
			nowMs: Date.now(),
			timeZone: context.getTimezone(),
		};
		const tasks = await planTasks({
			parameters,
			resultOptions,
			credentialOf,
			readContent: (fields, credential, environment) => {
				const draft = readDraft(fields, { ...surroundings, ...appsOf(credential) });
				const options = fields.collection('options');
				return readContent(draft, options, credential, audience, environment);
			},
		});
		throwFirstError(context, tasks, resultOptions);
		const stopAtFailure = resultOptions.failOnRejection && !context.continueOnFail();
		const fault = await deliverTasks(context, tasks, limits, stopAtFailure);
		addCountsHint(context, countByEnding(tasks), commonOutcome(tasks));
		for (const message of mistakesIn(tasks, surroundings.nowMs)) addWarning(context, message);
		if (context.getNode().retryOnFail === true) addWarning(context, RETRY_ON_FAIL);
		if (context.getMode() === 'retry') addWarning(context, RETRIED);
		const condemning = setupFaultIn(tasks, fault);
		if (condemning !== undefined) throwSetupFault(context, tasks, condemning);
		if (stopAtFailure) throwFirstFailure(context, tasks);
		const outputs = new Outputs(context, split);
		await addResults(context, tasks, condemning, outputs, {
			...resultOptions,
			simplify: readSimplify(parameters),
		});
		return outputs.items;
	} catch (error) {
		if (!context.continueOnFail()) throw toNodeError(context, error, 0);
		return outputsOfFailure(context, error, split);
	}
}

/** Before anything is sent, so that an error that is already known does not stop the node halfway. */
function throwFirstError(
	context: IExecuteFunctions,
	tasks: readonly Task[],
	{ failOnRejection }: ResultOptions,
): void {
	if (context.continueOnFail()) return;
	const failed = tasks.find(
		({ error, outcome }) => error !== undefined || (failOnRejection && outcome !== undefined),
	);
	if (failed === undefined) return;
	const { error, outcome, itemIndex } = failed;
	if (error !== undefined || outcome === undefined) throw toNodeError(context, error, itemIndex);
	throw apiError(context, outcome, itemIndex, 'Nothing was sent.');
}

function throwFirstFailure(context: IExecuteFunctions, tasks: readonly Task[]): void {
	const failed = firstFailure(tasks);
	if (failed === undefined) return;
	throw apiError(
		context,
		failed.outcome,
		failed.itemIndex,
		`${whatHappened(tasks)}. Turn 'Fail on Rejection' off to get one result for each notification.`,
	);
}

/** What became of the notifications of a node that fails, as far as it is known. */
function whatHappened(tasks: readonly Task[]): string {
	const own = tasks.filter(isOwn);
	const count = (fate: Outcome['outcome']) =>
		own.filter(({ outcome }) => outcome?.outcome === fate).length;
	const [accepted, unknown, notSent] = [count('accepted'), count('unknown'), count('notSent')];
	if (accepted + unknown === 0) return 'Nothing was sent';
	if (own.length === 1) return 'The notification may have arrived';
	const total = grouped(own.length);
	const known =
		accepted === 0
			? [`${grouped(unknown)} of ${total} notifications may have arrived`]
			: [
					`${grouped(accepted)} of ${total} notifications were already accepted by APNs and cannot be recalled`,
					...(unknown > 0 ? [`${grouped(unknown)} more may have arrived`] : []),
				];
	if (notSent > 0) known.push(`${grouped(notSent)} were not sent`);
	return known.join('; ');
}

async function addResults(
	context: IExecuteFunctions,
	tasks: readonly Task[],
	condemning: Outcome | undefined,
	outputs: Outputs,
	options: ResultOptions & { readonly simplify: boolean },
): Promise<void> {
	const inputs = context.getInputData();
	await turns.each(tasks, (task) => {
		if (task.error !== undefined) {
			outputs.addFailure(errorItem(task.error, task.itemIndex));
			return;
		}
		const outcome = (task.duplicateOf ?? task).outcome as Outcome;
		const { action } = outcome;
		const result = () => resultOf(task, options.simplify);
		if (isFailure(outcome) && (options.failOnRejection || isCausedBy(outcome, condemning))) {
			outputs.addFailure(failureItem(result(), task.itemIndex), action);
		} else if (options.emit === 'all' || isFailure(outcome)) {
			const input = inputs[task.itemIndex]?.json ?? {};
			const json = options.includeInputFields ? besideInput(input, result()) : result();
			outputs.add({ json, pairedItem: { item: task.itemIndex } }, action);
		}
	});
}

/** The result that all have; undefined if they differ. */
function commonOutcome(tasks: readonly Task[]): Outcome | undefined {
	const first = tasks.find(isOwn)?.outcome;
	const isCommon = tasks.every((task) => !isOwn(task) || task.outcome?.message === first?.message);
	return isCommon ? first : undefined;
}

function countByEnding(tasks: readonly Task[]): Map<Ending, number> {
	const counts = new Map<Ending, number>();
	tasks.forEach(({ outcome }) => {
		if (outcome === undefined) return;
		const ending = endingOf(outcome);
		counts.set(ending, (counts.get(ending) ?? 0) + 1);
	});
	return counts;
}
