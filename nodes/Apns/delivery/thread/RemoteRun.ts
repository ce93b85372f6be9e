import type { Notification } from '../../notification/Notification.ts';
import type { DeliverySummary } from '../Delivery.ts';
import { ConnectionFailure } from '../route/ConnectionFailure.ts';
import type { DeliverySource } from '../run/DeliverySource.ts';
import type { Outcome } from '../service/Outcome.ts';
import { outcomeOfFailure } from '../service/runFault.ts';
import { DEVICE_PUSH } from '../service/Service.ts';
import { PORTION } from './ArrivingSource.ts';
import type { MessageToThread, SharedContent } from './messages.ts';
import { unpack, type PackedOutcomes } from './PackedOutcomes.ts';

/** Tokens that the thread has and has not settled: enough that it never waits for more. */
const MAX_HANDED_OVER = 8_000;
/** Portions handed over in one turn of the event loop: about a millisecond. */
const PORTIONS_IN_A_TURN = 4;

/** One delivery by the thread, as n8n's thread sees it: hands its tokens over, and settles them. */
export class RemoteRun {
	/** Resolves when every token is settled; rejects with what the source threw. */
	readonly ended: Promise<DeliverySummary>;
	readonly #run: number;
	readonly #source: DeliverySource<Notification>;
	readonly #post: (message: MessageToThread) => void;
	readonly #isSettled: Uint8Array;
	#handedOver = 0;
	#settled = 0;
	#isOver = false;
	#willHandOver = false;
	#resolve!: (summary: DeliverySummary) => void;
	#reject!: (error: unknown) => void;

	constructor(
		run: number,
		source: DeliverySource<Notification>,
		post: (message: MessageToThread) => void,
	) {
		this.#run = run;
		this.#source = source;
		this.#post = post;
		this.#isSettled = new Uint8Array(source.count);
		this.ended = new Promise((resolve, reject) => {
			this.#resolve = resolve;
			this.#reject = reject;
		});
	}

	/** Hands over the next tokens, as far as the thread can use them. */
	handOver(): void {
		this.#willHandOver = false;
		try {
			for (let portions = 0; this.#canHandOver; portions += 1) {
				if (portions === PORTIONS_IN_A_TURN) {
					this.#handOverSoon();
					break;
				}
				this.#handOverPortion();
			}
		} catch (error) {
			this.#fail(error);
		}
	}

	get #canHandOver(): boolean {
		return (
			!this.#isOver &&
			this.#handedOver < this.#source.count &&
			this.#handedOver - this.#settled < MAX_HANDED_OVER
		);
	}

	#handOverSoon(): void {
		if (this.#willHandOver) return;
		this.#willHandOver = true;
		setImmediate(() => this.handOver());
	}

	#handOverPortion(): void {
		const from = this.#handedOver;
		const to = Math.min(from + PORTION, this.#source.count);
		const recipients: string[] = [];
		const contents: SharedContent[] = [];
		const contentOf: number[] = [];
		for (let index = from; index < to; index += 1) {
			const message = this.#source.message(index);
			const policy = this.#source.policy(index);
			const last = contents.at(-1);
			if (last?.message !== message || last.policy !== policy) contents.push({ message, policy });
			recipients.push(this.#source.recipient(index));
			contentOf.push(contents.length - 1);
		}
		this.#handedOver = to;
		this.#post({
			type: 'portion',
			run: this.#run,
			recipients: recipients.join(' '),
			contents,
			contentOf,
		});
	}

	/** Outcomes have come. */
	settle(outcomes: PackedOutcomes): void {
		if (this.#isOver) return;
		try {
			unpack(outcomes, (index, outcome) => this.#settle(index, outcome));
		} catch (error) {
			this.#fail(error);
			return;
		}
		this.#handOverSoon();
	}

	#settle(index: number, outcome: Outcome): void {
		this.#isSettled[index] = 1;
		this.#settled += 1;
		// If the run ended before the token was handed over, the thread does not know its message.
		const apnsId = outcome.apnsId ?? this.#source.message(index).apnsId ?? null;
		this.#source.settle(index, apnsId === outcome.apnsId ? outcome : { ...outcome, apnsId });
	}

	/** The thread has settled every token. */
	end(summary: DeliverySummary): void {
		this.#isOver = true;
		this.#resolve(summary);
	}

	/** The source threw: nothing can be settled any more. What is in flight is left to itself. */
	#fail(error: unknown): void {
		if (this.#isOver) return;
		this.#isOver = true;
		this.#post({ type: 'cancel', run: this.#run });
		this.#reject(error);
	}

	/** The thread has ended, by a fault: what it had may have been sent, what it did not have was not. */
	threadEnded(why: string): void {
		if (this.#isOver) return;
		const failure = new ConnectionFailure('lost', `The thread that sends has ended: ${why}.`);
		try {
			for (let index = 0; index < this.#source.count; index += 1) {
				if (this.#isSettled[index] === 1) continue;
				this.#settle(
					index,
					index < this.#handedOver
						? outcomeOfFailure(failure, 'unknown', this.#mayRepeat(index), DEVICE_PUSH.doubt)
						: outcomeOfFailure(failure, 'notSent', true, ''),
				);
			}
			this.end({ fault: outcomeOfFailure(failure, 'notSent', true, '') });
		} catch (error) {
			this.#fail(error);
		}
	}

	#mayRepeat(index: number): boolean {
		const { onUnknownDelivery } = this.#source.policy(index);
		return DEVICE_PUSH.mayRepeat(this.#source.message(index), onUnknownDelivery);
	}
}
