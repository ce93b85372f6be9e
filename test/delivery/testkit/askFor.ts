import { customTarget } from '../../../nodes/Apns/delivery/route/ApnsTarget.ts';
import type { Outcome } from '../../../nodes/Apns/delivery/service/Outcome.ts';
import {
	BROADCAST,
	type Message,
	type Service,
} from '../../../nodes/Apns/delivery/service/Service.ts';
import {
	createNotification,
	type NotificationDraft,
} from '../../../nodes/Apns/notification/Notification.ts';
import { BROADCAST_RULES } from '../../../nodes/Apns/notification/pushType.ts';
import type { ApnsSimulator } from '../../simulator/ApnsSimulator.ts';
import { deliverMessage, optionsFor, type Wishes } from './deliverTo.ts';

const BODY = '{"message-storage-policy":1,"push-type":"LiveActivity"}';

/** Sends a channel request to a simulator's management host, once for each channel ID. */
export async function askFor(
	simulator: ApnsSimulator,
	service: Service<Message>,
	channelIds: readonly string[] = [''],
	wishes: Wishes & { bundleId?: string; body?: string } = {},
): Promise<Outcome[]> {
	const { bundleId: topic = simulator.identity.bundleId, body = BODY } = wishes;
	const payload = service.method === 'POST' ? body : undefined;
	const { managementUrl, identity } = simulator;
	const options = {
		...optionsFor(simulator, wishes),
		target: customTarget(managementUrl, identity.caCertificate, 'managementUrl'),
	};
	const message: Message = { topic, apnsId: undefined, payload };
	return (await deliverMessage(service, message, channelIds, options, wishes)).outcomes;
}

/** Broadcasts an update to channels of a simulator. */
export async function broadcastTo(
	simulator: ApnsSimulator,
	channelIds: readonly string[],
	wishes: Wishes = {},
): Promise<Outcome[]> {
	const draft: NotificationDraft = {
		bundleIdOrTopic: simulator.identity.bundleId,
		pushType: 'liveactivity',
		payload: { aps: { event: 'update', timestamp: 1767225600, 'content-state': {} } },
		...wishes.draft,
	};
	const broadcast = createNotification(draft, BROADCAST_RULES);
	const options = optionsFor(simulator, wishes);
	return (await deliverMessage(BROADCAST, broadcast, channelIds, options, wishes)).outcomes;
}
