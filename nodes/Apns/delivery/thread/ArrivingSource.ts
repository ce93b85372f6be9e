import type { Notification } from '../../notification/Notification.ts';
import type { DeliverySource } from '../run/DeliverySource.ts';
import type { Outcome } from '../service/Outcome.ts';
import { DEFAULT_POLICY, type DeliveryPolicy } from '../service/policy.ts';
import type { Portion, SharedContent } from './messages.ts';

/** Tokens in one portion, except the last one. */
export const PORTION = 500;

/** Stands for a message that has not arrived, if a run ends before it has. */
const NOT_ARRIVED = { topic: '', apnsId: undefined, payload: undefined } as unknown as Notification;

interface KeptPortion extends Pick<Portion, 'contents' | 'contentOf'> {
	readonly recipients: readonly string[];
	unsettled: number;
}

/** A source whose tokens arrive in portions, and which keeps a portion until its last token is settled. */
export class ArrivingSource implements DeliverySource<Notification> {
	readonly count: number;
	arrived = 0;
	onArrival: (() => void) | undefined;
	readonly #portions = new Map<number, KeptPortion>();
	readonly #onOutcome: (index: number, outcome: Outcome) => void;

	constructor(count: number, onOutcome: (index: number, outcome: Outcome) => void) {
		this.count = count;
		this.#onOutcome = onOutcome;
	}

	/** The next portion has arrived. */
	add(portion: Portion): void {
		const recipients = portion.recipients.split(' ');
		const { contents, contentOf } = portion;
		const place = this.arrived / PORTION;
		this.#portions.set(place, { recipients, contents, contentOf, unsettled: recipients.length });
		this.arrived += recipients.length;
		this.onArrival?.();
	}

	recipient(index: number): string {
		return this.#portionOf(index)?.recipients[index % PORTION] ?? '';
	}

	message(index: number): Notification {
		return this.#contentOf(index)?.message ?? NOT_ARRIVED;
	}

	policy(index: number): DeliveryPolicy {
		return this.#contentOf(index)?.policy ?? DEFAULT_POLICY;
	}

	settle(index: number, outcome: Outcome): void {
		const place = Math.floor(index / PORTION);
		const kept = this.#portions.get(place);
		if (kept !== undefined) {
			kept.unsettled -= 1;
			if (kept.unsettled === 0) this.#portions.delete(place);
		}
		this.#onOutcome(index, outcome);
	}

	#portionOf(index: number): KeptPortion | undefined {
		return this.#portions.get(Math.floor(index / PORTION));
	}

	#contentOf(index: number): SharedContent | undefined {
		const portion = this.#portionOf(index);
		return portion?.contents[portion.contentOf[index % PORTION]!];
	}
}
