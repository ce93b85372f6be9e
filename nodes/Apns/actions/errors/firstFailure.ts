import type { Outcome } from '../../delivery/service/Outcome.ts';

/** Whether there is an outcome and it is a failure. */
export function isFailure(outcome: Outcome | undefined): outcome is Outcome {
	return outcome !== undefined && outcome.outcome !== 'accepted';
}

/**
 * The first task that failed. One that was cancelled because of another failure is returned only if there is no
 * other.
 */
export function firstFailure<T extends { outcome?: Outcome | undefined }>(
	tasks: readonly T[],
): (T & { outcome: Outcome }) | undefined {
	const failed = tasks.filter(hasFailed);
	return failed.find(({ outcome }) => outcome.errorCode !== 'CANCELLED') ?? failed[0];
}

function hasFailed<T extends { outcome?: Outcome | undefined }>(
	task: T,
): task is T & { outcome: Outcome } {
	return isFailure(task.outcome);
}
