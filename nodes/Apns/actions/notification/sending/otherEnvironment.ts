import type { Action, Outcome } from '../../../delivery/service/Outcome.ts';
import type { Task } from '../Task.ts';

/**
 * Actions that leave the first outcome standing: the token is not known there either, or that environment
 * would not hear of this notification or this credential.
 */
const REFUSED_AS_WELL: readonly Action[] = ['checkToken', 'fixNotification', 'fixCredentials'];

/** Makes one outcome of two: that of the environment asked for, which the task has, and that of the other. */
export function settleInOther(task: Task, there: Outcome): void {
	const first = task.outcome!;
	const other = task.content!.otherEnvironment!;
	const attempts = first.attempts + there.attempts;
	if (REFUSED_AS_WELL.includes(there.action) && there.outcome !== 'unknown') {
		const why = there.reason ?? there.errorCode;
		const message = `${first.message} It was tried in the other environment as well (${other}: ${why}).`;
		task.outcome = { ...first, attempts, message };
		return;
	}
	const hint =
		there.outcome === 'accepted'
			? `, in the ${other} environment, which the token belongs to. Correct it in your list.`
			: ` (tried in the ${other} environment, because ${task.content!.environment} does not know the token)`;
	task.answeredIn = other;
	task.outcome = { ...there, attempts, message: `${there.message}${hint}` };
}
