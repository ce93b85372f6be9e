import type { Clock, Timer } from '../time/Clock.ts';
import { ConnectionFailure } from './ConnectionFailure.ts';

/**
 * The result of a step of connecting.
 *
 * @param message of the failure if it takes longer
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
