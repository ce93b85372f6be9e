import type { ApnsSimulator } from '../ApnsSimulator.ts';
import type { DeviceTraits } from '../DeviceRegistry.ts';
import { deviceToken } from '../deviceToken.ts';

/** A device to try. */
export interface SampleDevice {
	readonly token: string;
	/** The answer to an ordinary push. */
	readonly answers: string;
}

/** Adds a device for each answer that depends on the device token; the tokens are always the same. */
export function addSampleDevices(simulator: ApnsSimulator, nowMs: number): SampleDevice[] {
	const otherEnvironment = simulator.environment === 'sandbox' ? 'production' : 'sandbox';
	const dead = { sinceMs: nowMs - 24 * 3_600_000 };
	const samples: Array<[string, Partial<DeviceTraits>, string]> = [
		['phone', {}, '200, accepted'],
		['tablet', {}, '200, accepted'],
		[
			'removed',
			{ state: { kind: 'unregistered', ...dead } },
			'410 Unregistered: app removed a day ago',
		],
		[
			'removed just now',
			{ state: { kind: 'unregistered' } },
			'410 Unregistered: app removed just now',
		],
		['expired', { state: { kind: 'expired', ...dead } }, '410 ExpiredToken'],
		[
			'other environment',
			{ environment: otherEnvironment },
			`400 BadDeviceToken: a token for ${otherEnvironment}`,
		],
		[
			'other app',
			{ bundleId: 'com.example.other' },
			'400 DeviceTokenNotForTopic: the token of another app',
		],
		['busy', { rateLimited: { first: 2 } }, '429 TooManyRequests twice, then 200'],
		['too busy', { rateLimited: 'always' }, '429 TooManyRequests'],
	];
	return samples.map(([name, traits, answers]) => ({
		token: simulator.devices.add({ token: deviceToken(name), ...traits }),
		answers,
	}));
}
