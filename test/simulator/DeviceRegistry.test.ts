import { expect, test } from 'vitest';
import { DeviceRegistry } from './DeviceRegistry.ts';
import { deviceToken } from './deviceToken.ts';

const ADDED = { bundleId: 'com.example.app', environment: 'sandbox', state: { kind: 'active' } };

test('a device is an active one of the simulator, unless said otherwise', () => {
	const devices = new DeviceRegistry('com.example.app', 'sandbox');
	devices.add({ token: 'aa' });
	devices.add({ token: 'bb', bundleId: 'com.example.other', environment: 'production' });
	expect(devices.get('aa')).toEqual({ token: 'aa', ...ADDED });
	expect(devices.get('bb')).toMatchObject({
		bundleId: 'com.example.other',
		environment: 'production',
	});
	expect(devices.get('cc')).toBeUndefined();
});

test('tokens compare without regard to case', () => {
	const devices = new DeviceRegistry('com.example.app', 'sandbox');
	devices.add({ token: 'ABCD' });
	devices.update('abCD', { rateLimited: 'always' });
	expect(devices.get('abcd')).toMatchObject({ rateLimited: 'always' });
});

test('a change to one of many does not touch the others', () => {
	const devices = new DeviceRegistry('com.example.app', 'sandbox');
	const [one = '', two = ''] = devices.addMany(2);
	devices.update(one, { state: { kind: 'expired', sinceMs: 1 } });
	expect(devices.get(one)?.state.kind).toBe('expired');
	expect(devices.get(two)?.state.kind).toBe('active');
	expect(() => devices.update('unknown', {})).toThrow('unknown');
});

test('a million devices fit', () => {
	const devices = new DeviceRegistry('com.example.app', 'sandbox');
	const tokens = devices.addMany(1_000_000);
	expect(devices.size).toBe(1_000_000);
	expect(devices.get(tokens[999_999] ?? '')).toMatchObject(ADDED);
}, 30_000);

test('a device token is the same for the same name', () => {
	expect(deviceToken('phone')).toMatch(/^[0-9a-f]{64}$/);
	expect([
		deviceToken('phone') === deviceToken('phone'),
		deviceToken(1) === deviceToken(2),
	]).toEqual([true, false]);
});
