import type { IExecuteFunctions } from 'n8n-workflow';
import { UNKNOWN_RULES, type EgressFilter } from '../../delivery/route/egress.ts';

/** n8n's rules for the addresses that a user may connect to; undefined if this n8n has none. */
export function egressFilterOf({ helpers }: IExecuteFunctions): EgressFilter | undefined {
	if (helpers.getSecureEgressFilter !== undefined) return helpers.getSecureEgressFilter();
	// As n8n itself reads the variable (@n8n/config, Env).
	const isOn = /^(true|1)$/i.test(process.env.N8N_SSRF_PROTECTION_ENABLED ?? '');
	return isOn ? UNKNOWN_RULES : undefined;
}
