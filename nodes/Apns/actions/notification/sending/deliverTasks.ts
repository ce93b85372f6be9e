import type { IExecuteFunctions } from 'n8n-workflow';
import { delivery } from '../../../delivery/Delivery.ts';
import { deliverList } from '../../../delivery/thread/deliverList.ts';
import type { DeliverySource } from '../../../delivery/run/DeliverySource.ts';
import type { Outcome } from '../../../delivery/service/Outcome.ts';
import { Pace } from '../../../delivery/run/Pace.ts';
import type { DeliveryLimits } from '../../../delivery/service/policy.ts';
import type { Notification } from '../../../notification/Notification.ts';
import { SHUTTING_DOWN, untilStopped, type StopSignals } from '../../stopping/untilStopped.ts';
import { addWarning } from '../results/countsHint.ts';
import { settleInOther } from './otherEnvironment.ts';
import { Progress } from './Progress.ts';
import { isMisplaced, isOwn, type Content, type Task } from '../Task.ts';
import type { Environment } from '../../credential/ApnsCredential.ts';
import { groupByWay, type Way } from '../../credential/ways.ts';

const CUT_SHORT =
	"n8n was shutting down, so that sending stopped early. Send the items with the action 'retryLater' again.";

/**
 * Sends the notifications of the tasks and sets the outcome of each. Tokens that their environment does not
 * recognize are then sent to the other environment, if the task says so.
 *
 * @param stopsAtFailure whether no further token is started once one is not accepted
 * @returns the fault that affected more than one token, if there was one
 */
export async function deliverTasks(
	context: IExecuteFunctions,
	tasks: readonly Task[],
	limits: DeliveryLimits,
	stopsAtFailure: boolean,
): Promise<Outcome | undefined> {
	return await untilStopped(context, async (stop) => {
		const fault = await deliverUntil(stop, context, tasks, limits, stopsAtFailure);
		const wasCut = stop.enough.signal.reason === SHUTTING_DOWN && tasks.some(isCancelled);
		if (wasCut) addWarning(context, CUT_SHORT);
		return fault;
	});
}

async function deliverUntil(
	{ signal, enough }: StopSignals,
	context: IExecuteFunctions,
	tasks: readonly Task[],
	limits: DeliveryLimits,
	stopsAtFailure: boolean,
): Promise<Outcome | undefined> {
	const pace = new Pace(limits.maxPerSecond);
	// Another thread would hear of the failure too late.
	const deliver = stopsAtFailure ? delivery.deliver.bind(delivery) : deliverList;
	const progress = new Progress(tasks.length, (line) => context.logger?.info(line));
	const deliverAll = async (
		group: readonly Task[],
		environmentOf: (content: Content) => Environment,
		sourceOf: SourceOf,
	) =>
		await Promise.all(
			waysOf(group, environmentOf).map(({ target, signingKey, members }) =>
				deliver(
					sourceOf(members, (outcome) => {
						progress.step(outcome.outcome === 'accepted');
						if (stopsAtFailure && outcome.outcome !== 'accepted') enough.abort();
					}),
					{
						target,
						signingKey,
						limits,
						pace,
						signal,
						enough: enough.signal,
					},
				),
			),
		);
	const sent = tasks.filter(isSendable);
	const summaries = await deliverAll(sent, ({ environment }) => environment, firstSource);
	// A fault there says nothing about the requested environment. If the run was stopped, nothing is sent there,
	// and the results say so: the first one alone would say that the token is wrong.
	const misplaced = sent.filter(isMisplaced);
	await deliverAll(misplaced, ({ otherEnvironment }) => otherEnvironment!, otherSource);
	return summaries.find(({ fault }) => fault !== undefined)?.fault;
}

function isCancelled({ outcome }: Task): boolean {
	return outcome?.errorCode === 'CANCELLED';
}

function waysOf(
	tasks: readonly Task[],
	environmentOf: (content: Content) => Environment,
): Way<Task>[] {
	return groupByWay(tasks, ({ content }) => {
		const { credential } = content!;
		return { credential, target: credential.targetFor(environmentOf(content!)) };
	});
}

type SourceOf = (tasks: readonly Task[], onOutcome: (outcome: Outcome) => void) => DeliverySource;

function isSendable(task: Task): boolean {
	return task.recipient !== undefined && isOwn(task);
}

function firstSource(
	tasks: readonly Task[],
	onOutcome: (outcome: Outcome) => void,
): DeliverySource {
	return {
		// One operation sends to one kind of audience.
		service: tasks[0]!.content!.audience.service,
		count: tasks.length,
		recipient: (index) => tasks[index]!.recipient!,
		message: (index) => tasks[index]!.content!.notification as Notification,
		policy: (index) => tasks[index]!.content!.policy,
		settle: (index, outcome) => {
			const task = tasks[index]!;
			task.outcome = outcome;
			if (!isMisplaced(task)) onOutcome(outcome);
		},
	};
}

/** The same tasks in the other environment. */
function otherSource(
	tasks: readonly Task[],
	onOutcome: (outcome: Outcome) => void,
): DeliverySource {
	return {
		...firstSource(tasks, onOutcome),
		message: (index) => {
			const { content, outcome } = tasks[index]!;
			// It is the same notification.
			return { ...(content!.notification as Notification), apnsId: outcome!.apnsId ?? undefined };
		},
		settle: (index, outcome) => {
			const task = tasks[index]!;
			settleInOther(task, outcome);
			onOutcome(task.outcome!);
		},
	};
}
