import type { IExecuteFunctions } from 'n8n-workflow';
import { describe, expect, it, vi } from 'vitest';
import {
	deviceName,
	isUnreachable,
	requireSignature,
} from '../../../../nodes/Apns/actions/notification/waiting/answerAddresses.ts';

describe('an n8n', () => {
	it('that does not sign addresses is told in one sentence', () => {
		expect(() => requireSignature({} as IExecuteFunctions)).toThrow(
			'This version of n8n cannot wait for an answer safely',
		);
	});

	it('that checks signatures on demand is asked to, and others are let do as they do', () => {
		const setSignatureValidationRequired = vi.fn();
		const getSignedResumeUrl = vi.fn();
		const older = { getSignedResumeUrl, setSignatureValidationRequired };
		requireSignature(older as unknown as IExecuteFunctions);
		expect(setSignatureValidationRequired).toHaveBeenCalledOnce();
		requireSignature({ getSignedResumeUrl } as unknown as IExecuteFunctions);
	});
});

describe('an address', () => {
	it.each([
		'http://n8n.example.com/webhook-waiting/1',
		'https://localhost/',
		'https://127.0.0.1/',
		'https://10.1.2.3/',
		'https://172.16.0.1/',
		'https://172.31.255.1:5678/',
		'https://192.168.1.10/',
		'https://169.254.1.1/',
		'https://100.64.0.1/',
		'https://0.0.0.0/',
		'https://[::1]/',
		'https://[fd00::1]/',
		'https://[fe80::1]/',
		'https://n8n/',
		'https://n8n.local/',
		'https://n8n.internal/',
		'https://n8n.home.arpa/',
		'https://n8n.localhost/',
	])('that no phone reaches: %s', (address) => {
		expect(isUnreachable(address)).toBe(true);
	});

	it.each([
		'https://n8n.example.com/webhook-waiting/1?signature=1',
		'https://acme.app.n8n.cloud:8443/',
		'https://172.32.0.1/',
		'https://100.128.0.1/',
		'https://11.0.0.1/',
		'https://[2001:db8::1]/',
		'https://local.example/',
	])('that a phone can reach: %s', (address) => {
		expect(isUnreachable(address)).toBe(false);
	});
});

describe('the name of a device in an address', () => {
	const token = 'ab'.repeat(32);
	it('is that of the device, however its token is written', () => {
		expect(deviceName(token.toUpperCase())).toBe(deviceName(token));
		expect(deviceName(` <${token}> `)).toBe(deviceName(token));
		expect(deviceName('cd'.repeat(32))).not.toBe(deviceName(token));
	});

	it('tells nothing of the token', () => {
		expect(token).not.toContain(deviceName(token));
		expect(deviceName(token)).toMatch(/^[\w-]{12}$/);
		for (const odd of [undefined, null, 7, {}, []]) expect(deviceName(odd)).toMatch(/^[\w-]{12}$/);
	});
});
