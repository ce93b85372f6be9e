import { reject, type Rejection } from '../Answer.ts';
import type { DeviceRegistry } from '../DeviceRegistry.ts';
import type { Environment } from '../environment.ts';
import { PASS_TYPE_PREFIX } from '../pushTypes.ts';
import type { Topic } from './topicCheck.ts';

/** What device tokens are checked with. */
export interface DeviceContext {
	readonly devices: DeviceRegistry;
	readonly environment: Environment;
	/** Whether well-formed tokens that were not added are active devices. */
	readonly acceptUnknown: boolean;
	/** Milliseconds since 1970. */
	readonly clock: () => number;
}

/**
 * Checks that the device is known here, still has this app, and is not rate-limited. Each kind of push has
 * its own tokens: a topic that does not suit the push type is a token of another topic (seen for `voip`:
 * react-native-voip-push-notification #90, laravel-notification-channels/apn #88).
 */
export function checkDevice(
	token: string,
	{ topic, bundleId, suitsPushType }: Topic,
	{ devices, environment, acceptUnknown, clock }: DeviceContext,
): Rejection | undefined {
	// Apple documents no length, only that it is hexadecimal.
	if (!/^(?:[0-9a-f]{2}){32,100}$/i.test(token)) return reject('BadDeviceToken');
	// "Adding a Web Service to Update Passes": "only in the production environment".
	if (topic.startsWith(PASS_TYPE_PREFIX) && environment !== 'production') {
		return reject('BadDeviceToken');
	}
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
