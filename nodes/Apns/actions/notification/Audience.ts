import { BROADCAST, DEVICE_PUSH, type Service } from '../../delivery/service/Service.ts';
import { parseChannelId } from '../../notification/channelId.ts';
import { parseDeviceToken } from '../../notification/deviceToken.ts';
import type { Notification } from '../../notification/Notification.ts';
import {
	BROADCAST_RULES,
	rulesOf,
	type PushType,
	type PushTypeRules,
} from '../../notification/pushType.ts';

/** Whom an operation sends to: what differs between devices and channels. */
export interface Audience {
	readonly service: Service<Notification>;
	/** What names the recipient in the result. */
	readonly idField: 'deviceToken' | 'channelId';
	/** The recipient as it is sent. @throws {NotificationRefusal} */
	readonly parse: (given: unknown) => string;
	readonly rulesOf: (pushType: PushType) => PushTypeRules;
}

/** One device each. */
export const DEVICES: Audience = {
	service: DEVICE_PUSH,
	idField: 'deviceToken',
	parse: parseDeviceToken,
	rulesOf,
};

/** All who listen on a channel. */
export const CHANNELS: Audience = {
	service: BROADCAST,
	idField: 'channelId',
	parse: parseChannelId,
	rulesOf: () => BROADCAST_RULES,
};
