import { reject, type Rejection } from '../Answer.ts';
import type { DeviceRegistry } from '../DeviceRegistry.ts';
import type { Environment } from '../environment.ts';
import type { Topic } from './topicCheck.ts';

/** What a device token is looked at against. */
export interface DeviceContext {
	readonly devices: DeviceRegistry;
	readonly environment: Environment;
	/** Whether a well-formed token that nobody has added is an active device. */
	readonly acceptUnknown: boolean;
	/** Milliseconds since 1970. */
	readonly clock: () => number;
}

/**
 * The device is known here, has this app, still has it, and is not sent to too often. Each kind of push has
 * tokens of its own: what goes to a topic that does not suit its push type goes to a token of another topic
 * (seen for `voip`: react-native-voip-push-notification #90, laravel-notification-channels/apn #88).
 */
export function checkDevice(
	token: string,
	{ bundleId, suitsPushType }: Topic,
	{ devices, environment, acceptUnknown, clock }: DeviceContext,
): Rejection | undefined {
	// Apple promises no length, only that it is hexadecimal.
	if (!/^(?:[0-9a-f]{2}){32,100}$/i.test(token)) return reject('BadDeviceToken');
	const device = devices.get(token);
	if (!device && !acceptUnknown) return reject('BadDeviceToken');
	if (device && device.environment !== environment) return reject('BadDeviceToken');
	if (!suitsPushType) return reject('DeviceTokenNotForTopic');
	if (!device) return undefined;
	if (device.bundleId !== bundleId) return reject('DeviceTokenNotForTopic');
	const { state } = device;
	if (state.kind === 'unregistered') return reject('Unregistered', state.sinceMs ?? clock());
	if (state.kind === 'expired') return reject('ExpiredToken', state.sinceMs);
	return devices.isRateLimited(device) ? reject('TooManyRequests') : undefined;
}
