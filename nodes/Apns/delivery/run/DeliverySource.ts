import type { Notification } from '../../notification/Notification.ts';
import type { Outcome } from '../service/Outcome.ts';
import { DEFAULT_POLICY, type DeliveryPolicy } from '../service/policy.ts';
import type { Message, Service } from '../service/Service.ts';

/**
 * What to deliver. Delivery reads each message when its turn comes, so that it holds no more than what is
 * in flight. Indices run from 0 to `count` - 1.
 */
export interface DeliverySource<M extends Message = Notification> {
	/** The service of APNs. Default: notifications to devices. */
	readonly service?: Service<M>;
	readonly count: number;
	/** How many of them can be read by now; left out: all. */
	readonly arrived?: number;
	/** Set by the delivery; to be called when more have arrived. */
	onArrival?: (() => void) | undefined;
	/**
	 * The recipient, already checked: a device token (hexadecimal) or a channel ID; empty if the service
	 * needs none.
	 */
	recipient(index: number): string;
	message(index: number): M;
	policy(index: number): DeliveryPolicy;
	/** Called exactly once for every index, in any order. */
	settle(index: number, outcome: Outcome): void;
}

/** An empty source. */
export const NOTHING: DeliverySource<Message> = {
	count: 0,
	recipient: () => '',
	message: () => {
		throw new RangeError('Nothing is left to be delivered');
	},
	policy: () => DEFAULT_POLICY,
	settle: () => {},
};
