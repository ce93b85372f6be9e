import type { Action, Outcome } from '../../../delivery/service/Outcome.ts';
import type { Task } from '../Task.ts';

/**
 * Actions that keep the first outcome: the other environment does not recognize the token either, or does not
 * accept this notification or credential.
 */
const REFUSED_AS_WELL: readonly Action[] = ['checkToken', 'fixNotification', 'fixCredentials'];

/** Merges two outcomes: that of the requested environment, which the task has, and that of the other. */
export function settleInOther(task: Task, there: Outcome): void {
	const first = task.outcome!;
	const other = task.content!.otherEnvironment!;
	const attempts = first.attempts + there.attempts;
	if (REFUSED_AS_WELL.includes(there.action) && there.outcome !== 'unknown') {
		const why = there.reason ?? there.errorCode;
		const message = `${first.message} It was also tried in the other environment (${other}: ${why}).`;
		task.outcome = { ...first, attempts, message };
		return;
	}
	const tried = there.attempts === 0 ? 'to be tried' : 'tried';
	const hint =
		there.outcome === 'accepted'
			? `, in the ${other} environment, which the token belongs to. Save 'environment' with the token.`
			: ` (${tried} in the ${other} environment, because ${task.content!.environment} does not recognize the token)`;
	task.answeredIn = other;
	task.outcome = { ...there, attempts, message: `${there.message}${hint}` };
}
