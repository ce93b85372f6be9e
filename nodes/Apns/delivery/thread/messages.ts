import type { Notification } from '../../notification/Notification.ts';
import type { SigningKey } from '../identity/ProviderTokenSource.ts';
import type { ApnsTarget } from '../route/ApnsTarget.ts';
import type { ConnectionFailureKind } from '../route/ConnectionFailure.ts';
import type { Outcome } from '../service/Outcome.ts';
import type { DeliveryLimits, DeliveryPolicy } from '../service/policy.ts';
import type { LookupAddress, LookupOptions } from 'node:dns';
import type { PackedOutcomes } from './PackedOutcomes.ts';

/** A target that can be copied to another thread: whether its addresses must be checked is said beside it. */
export interface PlainTarget {
	readonly target: ApnsTarget;
	/** The filters of n8n stay in n8n's thread, which is asked ({@link Question}). */
	readonly checksTarget: boolean;
	readonly checksProxy: boolean;
}

/** A delivery begins. */
export interface BeginMessage extends PlainTarget {
	readonly type: 'begin';
	readonly run: number;
	readonly count: number;
	readonly signingKey: SigningKey | undefined;
	readonly limits: DeliveryLimits;
	/** Deliveries with the same number share one pace. */
	readonly pace: number;
}

/** What several tokens of a portion have in common. */
export interface SharedContent {
	readonly message: Notification;
	readonly policy: DeliveryPolicy;
}

/** The next tokens of a delivery, in order. */
export interface Portion {
	readonly type: 'portion';
	readonly run: number;
	/** Separated by blanks: copying hundreds of strings takes longer. */
	readonly recipients: string;
	readonly contents: readonly SharedContent[];
	/** For each recipient its place in `contents`. */
	readonly contentOf: readonly number[];
}

/** Ends a delivery early: see `signal` and `enough` of `DeliveryOptions`. */
export interface StopMessage {
	readonly type: 'cancel' | 'enough';
	readonly run: number;
}

/** Asks n8n's egress filter. */
export interface Question {
	readonly type: 'question';
	readonly id: number;
	readonly ask:
		| { readonly url: string }
		| { readonly hostname: string; readonly options: LookupOptions };
}

/** What the filter answered, or threw. */
export interface Verdict {
	readonly type: 'verdict';
	readonly id: number;
	readonly ok?: boolean;
	readonly addresses?: string | LookupAddress[];
	readonly family?: number | undefined;
	readonly failure?: {
		readonly kind: ConnectionFailureKind | undefined;
		/** Of a system error. */
		readonly code: unknown;
		readonly message: string;
	};
}

/** The thread runs. */
export interface ReadyMessage {
	readonly type: 'ready';
}

/** Outcomes of a delivery. */
export interface OutcomesMessage {
	readonly type: 'outcomes';
	readonly run: number;
	readonly outcomes: PackedOutcomes;
}

/** Every token of the delivery is settled. */
export interface EndMessage {
	readonly type: 'end';
	readonly run: number;
	readonly fault: Outcome | undefined;
}

export type MessageToThread = BeginMessage | Portion | StopMessage | Verdict;
export type MessageFromThread = ReadyMessage | OutcomesMessage | EndMessage | Question;
