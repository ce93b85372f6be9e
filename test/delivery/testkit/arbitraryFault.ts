import fc from 'fast-check';
import type { Fault, Trigger } from '../../simulator/faults/Fault.ts';

/** Real milliseconds: short enough for many runs, and some longer than a request's timeout. */
const delayMs = fc.constantFrom(1, 5, 20, 80, 300);

const trigger: fc.Arbitrary<Trigger> = fc.oneof(
	fc.record({ request: fc.integer({ min: 1, max: 60 }) }),
	fc.record({
		fromRequest: fc.integer({ min: 1, max: 60 }),
		times: fc.integer({ min: 1, max: 40 }),
	}),
	fc.record({
		everyRequests: fc.integer({ min: 2, max: 30 }),
		times: fc.integer({ min: 1, max: 20 }),
	}),
	fc.record({ connection: fc.integer({ min: 1, max: 3 }) }),
	fc.record({
		connection: fc.integer({ min: 1, max: 3 }),
		request: fc.integer({ min: 1, max: 40 }),
	}),
	fc.record({
		probability: fc.constantFrom(0.02, 0.2, 0.7),
		times: fc.integer({ min: 1, max: 30 }),
	}),
);

const firstConnections: fc.Arbitrary<Trigger> = fc.record({
	firstConnections: fc.integer({ min: 1, max: 10 }),
});

const debugData = fc.constantFrom(
	'',
	'{"reason":"Shutdown"}',
	'{"reason":"IdleTimeout"}',
	'Maximum active streams violated for this endpoint.',
	'{"reason":"BadCertificateEnvironment"}',
);

const requestFault: fc.Arbitrary<Fault> = fc.oneof(
	fc.constantFrom<Fault>(
		{ kind: 'answer', status: 500, reason: 'InternalServerError' },
		{ kind: 'answer', status: 503, reason: 'ServiceUnavailable', headers: { 'retry-after': '1' } },
		{ kind: 'answer', status: 503, reason: 'Shutdown' },
		{ kind: 'answer', status: 503, headers: { 'retry-after': '900' } },
		{ kind: 'answer', status: 429, reason: 'TooManyRequests' },
		{ kind: 'answer', status: 429, reason: 'TooManyProviderTokenUpdates' },
		{ kind: 'answer', status: 403, reason: 'ExpiredProviderToken' },
		{ kind: 'answer', status: 403, reason: 'Forbidden' },
		{ kind: 'answer', status: 400, reason: 'TopicDisallowed' },
		{ kind: 'answer', status: 418, body: '<html>' },
		{ kind: 'answer', status: 400, reason: 'IdleTimeout' },
		{ kind: 'answer', status: 421 },
		{ kind: 'answer', status: 403, reason: 'InvalidProviderToken' },
	),
	fc.record({ kind: fc.constant('answer'), status: fc.constant(500), delayMs }),
	fc.record({
		kind: fc.constant('goaway'),
		errorCode: fc.constantFrom(0, 0, 2, 7, 11),
		lastStreamId: fc.constantFrom('current' as const, 'processed' as const, 0),
		debugData,
		twice: fc.boolean(),
	}),
	fc.record({
		kind: fc.constant('streamLimit'),
		limit: fc.constantFrom(1, 2, 10),
		restoreAfterMs: fc.constantFrom(5, 50),
	}),
	fc.constant<Fault>({ kind: 'streamLimitAfterRejection' }),
	fc.constantFrom<Fault>(
		{ kind: 'reset', code: 7, when: 'beforeProcessing' },
		{ kind: 'reset', code: 2, when: 'beforeProcessing' },
		{ kind: 'reset', code: 8, when: 'afterProcessing' },
		{ kind: 'reset', code: 2, when: 'afterHeaders' },
		{ kind: 'reset', code: 0, when: 'afterProcessing' },
	),
	fc.record({
		kind: fc.constant('disconnect'),
		when: fc.constantFrom('beforeProcessing' as const, 'afterProcessing' as const),
	}),
	fc.constant<Fault>({ kind: 'halfOpen' }),
	fc.constant<Fault>({ kind: 'silent' }),
	fc.constant<Fault>({ kind: 'unended' }),
	fc.record({
		kind: fc.constant('delay'),
		delayMs,
		process: fc.constantFrom('first' as const, 'last' as const),
	}),
	fc.constant<Fault>({ kind: 'wedge' }),
);

const connectionFault: fc.Arbitrary<Fault> = fc.oneof(
	fc.constantFrom<Fault>(
		{ kind: 'refuseConnection' },
		{ kind: 'tlsFailure', how: 'untrusted' },
		{ kind: 'tlsFailure', how: 'garbage' },
		{ kind: 'tlsFailure', how: 'abort' },
		{ kind: 'tlsFailure', how: 'certificateRequired' },
		{ kind: 'wrongAlpn' },
		{ kind: 'noSettings' },
		{ kind: 'goaway', onConnect: true, lastStreamId: 0, debugData: '{"reason":"Shutdown"}' },
	),
	fc.record({ kind: fc.constant('trickle'), bytesPerSecond: fc.constantFrom(2_000, 50_000) }),
);

/** Any fault of the simulator, with any suitable trigger. */
export const arbitraryFault: fc.Arbitrary<Fault> = fc
	.oneof(
		{ weight: 3, arbitrary: fc.tuple(requestFault, trigger) },
		{ weight: 1, arbitrary: fc.tuple(connectionFault, firstConnections) },
	)
	.map(([fault, at]) => ({ ...fault, at }) as Fault);
