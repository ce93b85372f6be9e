import type { IExecuteFunctions } from 'n8n-workflow';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { UNKNOWN_RULES, type EgressFilter } from '../../../nodes/Apns/delivery/route/egress.ts';
import { egressFilterOf } from '../../../nodes/Apns/actions/credential/egressFilterOf.ts';

const of = (helpers: object) => egressFilterOf({ helpers } as IExecuteFunctions);

afterEach(() => vi.unstubAllEnvs());

describe('n8n’s rules on where may be connected to', () => {
	const own: EgressFilter = { ...UNKNOWN_RULES };

	it('are those that n8n tells, from 2.30 on', () => {
		vi.stubEnv('N8N_SSRF_PROTECTION_ENABLED', 'true');
		expect(of({ getSecureEgressFilter: () => own })).toBe(own);
		expect(of({ getSecureEgressFilter: () => undefined })).toBeUndefined();
	});

	it.each(['true', 'TRUE', '1'])(
		'are taken to forbid everything where it has some (%s) and tells none',
		(value) => {
			vi.stubEnv('N8N_SSRF_PROTECTION_ENABLED', value);
			expect(of({})).toBe(UNKNOWN_RULES);
		},
	);

	it.each([undefined, '', 'false', '0'])('are none where it has none: %s', (value) => {
		vi.stubEnv('N8N_SSRF_PROTECTION_ENABLED', value);
		expect(of({})).toBeUndefined();
	});
});
