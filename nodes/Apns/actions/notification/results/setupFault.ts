import type { IExecuteFunctions } from 'n8n-workflow';
import type { Outcome } from '../../../delivery/service/Outcome.ts';
import { apiError } from '../../errors/nodeErrors.ts';
import { grouped } from './countsHint.ts';
import { isOwn, type Task } from '../Task.ts';

/**
 * A wrong set-up that only APNs can detect, if it explains all outcomes. If APNs has given any other response
 * for a token, each token has its own result.
 *
 * @param fault that affected more than one token
 */
export function setupFaultIn(
	tasks: readonly Task[],
	fault: Outcome | undefined,
): Outcome | undefined {
	if (fault?.action !== 'fixCredentials' && fault?.action !== 'fixNotification') return undefined;
	const isAllThereIs = tasks.every(
		({ outcome }) =>
			outcome === undefined ||
			outcome.outcome === 'notSent' ||
			(outcome.outcome === 'rejected' && isCausedBy(outcome, fault)),
	);
	return isAllThereIs ? fault : undefined;
}

/**
 * Whether the fault caused the outcome, including tokens that were not sent because of it. What is refused
 * before sending has no reason from Apple.
 */
export function isCausedBy(outcome: Outcome, fault: Outcome | undefined): boolean {
	return outcome.errorCode === fault?.errorCode && outcome.reason === fault.reason;
}

/** @throws {NodeApiError} for the first item with the fault, unless the node continues on errors */
export function throwSetupFault(
	context: IExecuteFunctions,
	tasks: readonly Task[],
	fault: Outcome,
): void {
	if (context.continueOnFail()) return;
	const struck = tasks.filter(({ outcome }) => outcome !== undefined && isCausedBy(outcome, fault));
	const [first] = struck;
	throw apiError(
		context,
		first?.outcome ?? fault,
		first?.itemIndex ?? 0,
		tasks.length === 1 ? '' : whatElse(struck.length, tasks, fault),
	);
}

function whatElse(count: number, tasks: readonly Task[], { reason }: Outcome): string {
	const total = tasks.filter(isOwn).length;
	const who =
		count === total
			? `all ${grouped(total)} notifications`
			: `${grouped(count)} of ${grouped(total)} notifications`;
	return `The same applies to ${who}${reason === null ? '' : ` (${reason})`}. None was accepted.`;
}
