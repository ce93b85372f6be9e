import { expect, it } from 'vitest';
import { tcpOptionsFor } from '../../../nodes/Apns/delivery/route/tcpOptions.ts';

/** RFC 6298 §2: when an unanswered SYN is sent again. */
const SYN_REPEAT_MS = 1_000;
/** Time for the whole handshake; at least one address of each family must fit in. */
const CONNECT_TIMEOUT_MS = 10_000;

it('an address is given the time in which a lost SYN is repeated, and others have theirs', () => {
	const { autoSelectFamily, autoSelectFamilyAttemptTimeout: attemptMs = 0 } = tcpOptionsFor({
		host: 'api.push.apple.com',
		port: 443,
	});
	expect(autoSelectFamily).toBe(true);
	expect(attemptMs).toBeGreaterThan(SYN_REPEAT_MS);
	expect(attemptMs * 4).toBeLessThan(CONNECT_TIMEOUT_MS);
});
