import type { IExecuteFunctions } from 'n8n-workflow';
import { delivery } from '../../delivery/Delivery.ts';
import type { DeliverySource } from '../../delivery/DeliverySource.ts';
import type { Outcome } from '../../delivery/Outcome.ts';
import type { DeliveryLimits } from '../../delivery/policy.ts';
import type { Notification } from '../../notification/Notification.ts';
import type { ApnsCredential, Environment } from '../credential.ts';
import { Progress } from './Progress.ts';
import type { Task } from './Task.ts';

/**
 * Sends what the tasks hold and gives each its outcome.
 *
 * @param isEnough told each outcome; true starts no further token
 * @returns a fault that concerned more than one token, if there was one
 */
export async function deliverTasks(
	context: IExecuteFunctions,
	tasks: readonly Task[],
	credential: ApnsCredential,
	limits: DeliveryLimits,
	isEnough: (outcome: Outcome) => boolean,
): Promise<Outcome | undefined> {
	const enough = new AbortController();
	const progress = new Progress(tasks.length, (line) => context.logger?.info(line));
	const summaries = await Promise.all(
		[...byEnvironment(tasks)].map(([environment, sent]) =>
			delivery.deliver(
				sourceOf(sent, (outcome) => {
					progress.step(outcome.outcome === 'accepted');
					if (isEnough(outcome)) enough.abort();
				}),
				{
					target: credential.targetFor(environment),
					signingKey: credential.signingKey,
					limits,
					// Not in every n8n that loads this package.
					signal: context.getExecutionCancelSignal?.(),
					enough: enough.signal,
				},
			),
		),
	);
	return summaries.find(({ fault }) => fault !== undefined)?.fault;
}

function byEnvironment(tasks: readonly Task[]): Map<Environment, Task[]> {
	const groups = new Map<Environment, Task[]>();
	for (const task of tasks) {
		if (task.recipient === undefined || task.duplicateOf !== undefined) continue;
		const environment = task.content!.environment;
		const group = groups.get(environment);
		if (group === undefined) groups.set(environment, [task]);
		else group.push(task);
	}
	return groups;
}

function sourceOf(tasks: readonly Task[], onOutcome: (outcome: Outcome) => void): DeliverySource {
	return {
		// One operation sends to one kind of audience.
		service: tasks[0]!.content!.audience.service,
		count: tasks.length,
		recipient: (index) => tasks[index]!.recipient!,
		message: (index) => tasks[index]!.content!.notification as Notification,
		policy: (index) => tasks[index]!.content!.policy,
		settle: (index, outcome) => {
			tasks[index]!.outcome = outcome;
			onOutcome(outcome);
		},
	};
}
