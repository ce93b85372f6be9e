import type { Clock, Timer } from '../time/Clock.ts';
import { ConnectionFailure } from './ConnectionFailure.ts';

/**
 * What a step of connecting comes to.
 *
 * @param message of the failure where it takes longer
 * @throws {ConnectionFailure} `timeout`; and what the step itself throws
 */
export async function inTime<T>(
	step: Promise<T>,
	timeoutMs: number,
	message: string,
	clock: Clock,
): Promise<T> {
	let timer: Timer;
	const late = new Promise<never>((_, reject) => {
		timer = clock.setTimer(() => reject(new ConnectionFailure('timeout', message)), timeoutMs);
	});
	return await Promise.race([step, late]).finally(() => clock.clearTimer(timer));
}
