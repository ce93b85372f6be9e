import type { Notification } from '../notification/Notification.ts';
import type { Outcome } from './Outcome.ts';
import type { DeliveryPolicy } from './policy.ts';

/**
 * What is to be delivered, asked for piece by piece when its turn comes, so that delivery holds no more
 * than what is in flight. Indices run from 0 to `count` - 1.
 */
export interface DeliverySource {
	readonly count: number;
	/** Hexadecimal, checked. */
	deviceToken(index: number): string;
	notification(index: number): Notification;
	policy(index: number): DeliveryPolicy;
	/** Called exactly once for every index, in any order. Must not throw. */
	settle(index: number, outcome: Outcome): void;
}
