import { describe, expect, it } from 'vitest';
import { diagnose } from '../../../nodes/Apns/actions/connection/diagnose.ts';
import type { ProbeReport } from '../../../nodes/Apns/delivery/probe.ts';

function found(status: number, reason: string | null, pingMs = 20): ProbeReport {
	const answer = { timestampMs: null, apnsId: null, apnsUniqueId: null, retryAfterSeconds: null };
	return {
		answer: { ...answer, status, reason, isForeign: false },
		failure: undefined,
		connection: { protocol: 'h2', tlsVersion: 'TLSv1.3', pingMs, maxConcurrentStreams: null },
		providerToken: { jwt: '', issuedAtSeconds: 0 },
	};
}

describe('what the credential’s test and Check Health say', () => {
	it.each([
		['BadDeviceToken', 'healthy', 'APNs accepts the credential.'],
		['MissingTopic', 'healthy', 'APNs accepts the credential.'],
		['TopicDisallowed', 'degraded', "but not for the bundle ID 'com.example.app'"],
	])('400 %s is %s', (reason, status, message) => {
		const said = diagnose(found(400, reason), 'com.example.app');
		expect(said).toMatchObject({ status, message: expect.stringContaining(message) });
	});

	it.each([
		[200, null],
		[404, 'BadPath'],
		[400, null],
	])('%i %s is an answer that APNs would not give', (status, reason) => {
		const said = diagnose(found(status, reason), 'com.example.app');
		expect(said.status).toBe('degraded');
		expect(said.message).toContain(`Unexpected response: ${status}`);
		expect(said.message).toContain('base URL');
	});

	it('a slow line is degraded, and its round trip is told', () => {
		const said = diagnose(found(400, 'BadDeviceToken', 1234.5), undefined);
		expect(said).toMatchObject({
			status: 'degraded',
			message: expect.stringContaining('1235 ms'),
			credentials: { valid: true },
		});
	});

	it.each([
		found(403, 'InvalidProviderToken'),
		found(429, 'TooManyProviderTokenUpdates'),
		found(503, 'ServiceUnavailable'),
		found(404, null),
		found(400, 'BadTopic'),
	])('says it in sentences', (report) => {
		expect(diagnose(report, 'com.example.app').message).toMatch(/^[A-Z].*[.)]$/);
	});
});
