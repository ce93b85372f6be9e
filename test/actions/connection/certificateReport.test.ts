import { describe, expect, it } from 'vitest';
import {
	certificateReport,
	withCertificate,
} from '../../../nodes/Apns/actions/connection/certificateReport.ts';
import type { Diagnosis } from '../../../nodes/Apns/actions/connection/diagnose.ts';
import type { ClientCertificate } from '../../../nodes/Apns/delivery/identity/ClientCertificate.ts';

const NOW_MS = Date.UTC(2026, 10, 1);
const HOUR_MS = 60 * 60_000;

const healthy: Diagnosis = {
	status: 'healthy',
	message: 'APNs accepts the credential.',
	credentials: { valid: true, reason: null },
};

const certificate = (hours: number): ClientCertificate => ({
	identity: { cert: '', key: '' },
	bundleIds: ['com.example.app'],
	fingerprint: '',
	name: 'Apple Push Services: com.example.app',
	topics: ['com.example.app', 'com.example.app.voip'],
	environments: ['production', 'sandbox'],
	validFrom: new Date(0),
	validTo: new Date(NOW_MS + hours * HOUR_MS),
});

describe('what is said of a certificate', () => {
	it('its topics, environments and last day', () => {
		expect(withCertificate(healthy, certificate(200 * 24), NOW_MS)).toEqual({
			...healthy,
			message:
				'APNs accepts the credential. The certificate is valid for com.example.app, com.example.app.voip in production and sandbox. It expires on 2027-05-20.',
		});
	});

	it.each([
		[31 * 24, 'healthy', 'It expires on 2026-12-02.'],
		[31 * 24 - 1, 'degraded', 'in 30 days: create a new one'],
		[25, 'degraded', 'in 1 day: create a new one'],
		[23, 'degraded', 'in 0 days: create a new one'],
	])('%i hours before it expires: %s', (hours, status, message) => {
		const said = withCertificate(healthy, certificate(hours), NOW_MS);
		expect(said).toMatchObject({ status, credentials: { valid: true } });
		expect(said.message).toContain(message);
	});

	it('a fault stays what it is', () => {
		const fault: Diagnosis = { ...healthy, status: 'unhealthy', message: 'Refused.' };
		expect(withCertificate(fault, certificate(23), NOW_MS)).toMatchObject({ status: 'unhealthy' });
	});

	it('the report has it in fields', () => {
		expect(certificateReport(certificate(36), NOW_MS)).toEqual({
			name: 'Apple Push Services: com.example.app',
			topics: ['com.example.app', 'com.example.app.voip'],
			environments: ['production', 'sandbox'],
			expiresAt: '2026-11-02T12:00:00.000Z',
			expiresInDays: 1,
		});
	});
});
