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

/** The recipients of an operation: what differs between devices and channels. */
export interface Audience {
	readonly service: Service<Notification>;
	/** The field of the result with the recipient. */
	readonly idField: 'deviceToken' | 'channelId';
	/** Parses a recipient into the form that is sent. @throws {NotificationRefusal} */
	readonly parse: (given: unknown) => string;
	readonly rulesOf: (pushType: PushType) => PushTypeRules;
}

/** Each recipient is a device. */
export const DEVICES: Audience = {
	service: DEVICE_PUSH,
	idField: 'deviceToken',
	parse: parseDeviceToken,
	rulesOf,
};

/** Each recipient is a channel: all devices subscribed to it. */
export const CHANNELS: Audience = {
	service: BROADCAST,
	idField: 'channelId',
	parse: parseChannelId,
	rulesOf: () => BROADCAST_RULES,
};
