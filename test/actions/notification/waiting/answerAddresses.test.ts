import type { IExecuteFunctions } from 'n8n-workflow';
import { describe, expect, it, vi } from 'vitest';
import {
	deviceName,
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
