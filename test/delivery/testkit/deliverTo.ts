import { customTarget, type ApnsTarget } from '../../../nodes/Apns/delivery/route/ApnsTarget.ts';
import type { ClientCertificate } from '../../../nodes/Apns/delivery/identity/ClientCertificate.ts';
import {
	Delivery,
	type DeliveryOptions,
	type DeliverySummary,
} from '../../../nodes/Apns/delivery/Delivery.ts';
import type { Outcome } from '../../../nodes/Apns/delivery/service/Outcome.ts';
import {
	DEFAULT_LIMITS,
	DEFAULT_POLICY,
	type DeliveryLimits,
	type DeliveryPolicy,
} from '../../../nodes/Apns/delivery/service/policy.ts';
import { parsePrivateKey } from '../../../nodes/Apns/delivery/identity/privateKey.ts';
import {
	DEVICE_PUSH,
	type Message,
	type Service,
} from '../../../nodes/Apns/delivery/service/Service.ts';
import {
	createNotification,
	type NotificationDraft,
} from '../../../nodes/Apns/notification/Notification.ts';
import type { ApnsSimulator } from '../../simulator/ApnsSimulator.ts';

/** Options of a test that differ from the defaults. */
export interface Wishes {
	readonly delivery?: Delivery;
	readonly draft?: Partial<NotificationDraft>;
	readonly policy?: Partial<DeliveryPolicy>;
	readonly limits?: Partial<DeliveryLimits>;
	readonly signal?: AbortSignal;
	readonly enough?: AbortSignal;
	/** Replaces the simulator's own. */
	readonly credential?: { teamId: string; keyId: string; privateKey: string };
	/** Replaces the key. */
	readonly certificate?: ClientCertificate;
	/** Changes of the target, such as a proxy. */
	readonly target?: Partial<ApnsTarget>;
	/** Called before the first request for a token. */
	readonly onTaken?: (index: number) => void;
	readonly onOutcome?: (outcome: Outcome, index: number) => void;
}

/** What a delivery needs to know about a simulator, which may run in another process. */
export type Reachable = Pick<ApnsSimulator, 'baseUrl' | 'identity'>;

/** Outcomes in the order of the tokens, and the summary. */
export interface Delivered extends DeliverySummary {
	readonly outcomes: Outcome[];
}

/** Delivery's options for a simulator. */
export function optionsFor(simulator: Reachable, wishes: Wishes = {}): DeliveryOptions {
	const { identity, baseUrl } = simulator;
	const { teamId, keyId, privateKey } = wishes.credential ?? identity;
	const { certificate } = wishes;
	const target = customTarget(baseUrl, identity.caCertificate);
	return {
		target: { ...target, clientCertificate: certificate, ...wishes.target },
		signingKey: certificate
			? undefined
			: { teamId, keyId, privateKey: parsePrivateKey(privateKey) },
		limits: { ...DEFAULT_LIMITS, ...wishes.limits },
		signal: wishes.signal,
		enough: wishes.enough,
	};
}

/** Delivers one notification to many tokens of a simulator, and fails if a token is settled twice. */
export async function deliverTo(
	simulator: Reachable,
	tokens: readonly string[],
	wishes: Wishes = {},
): Promise<Delivered> {
	const notification = createNotification({
		bundleIdOrTopic: simulator.identity.bundleId,
		pushType: 'alert',
		payload: { aps: { alert: 'Hello' } },
		...wishes.draft,
	});
	const options = optionsFor(simulator, wishes);
	return await deliverMessage(DEVICE_PUSH, notification, tokens, options, wishes);
}

/** Delivers one message to many recipients, and fails if one is settled twice or never. */
export async function deliverMessage<M extends Message>(
	service: Service<M>,
	message: M,
	recipients: readonly string[],
	options: DeliveryOptions,
	wishes: Wishes,
): Promise<Delivered> {
	const delivery = wishes.delivery ?? new Delivery();
	const policy = { ...DEFAULT_POLICY, ...wishes.policy };
	const outcomes: Outcome[] = [];
	let settled = 0;
	const { fault } = await delivery.deliver<M>(
		{
			service,
			count: recipients.length,
			recipient(index) {
				wishes.onTaken?.(index);
				return recipients[index]!;
			},
			message: () => message,
			policy: () => policy,
			settle(index, outcome) {
				if (outcomes[index] !== undefined) throw new Error(`Token ${index} was settled twice`);
				outcomes[index] = outcome;
				settled += 1;
				wishes.onOutcome?.(outcome, index);
			},
		},
		options,
	);
	if (settled !== recipients.length) {
		throw new Error(`${settled} of ${recipients.length} were settled`);
	}
	return { outcomes, fault };
}

/** Counts by `errorCode` and outcome: `{ 'SUCCESS accepted': 3 }`. */
export function tally(outcomes: readonly Outcome[]): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const { errorCode, outcome } of outcomes) {
		const name = `${errorCode} ${outcome}`;
		counts[name] = (counts[name] ?? 0) + 1;
	}
	return counts;
}
