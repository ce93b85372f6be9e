import type { Outcome } from '../../delivery/service/Outcome.ts';

/** Whether something came of it, and not what was wanted. */
export function isFailure(outcome: Outcome | undefined): outcome is Outcome {
	return outcome !== undefined && outcome.outcome !== 'accepted';
}

/** The first that failed; one that was only cancelled because of another is told where there is no other. */
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
