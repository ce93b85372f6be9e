import type { Fault } from '../../simulator/faults/Fault.ts';

/** A row of the matrix. */
export interface MatrixRow {
	readonly name: string;
	readonly faults: readonly Fault[];
	/** Milliseconds; short if the fault is a missing answer. */
	readonly requestTimeoutMs?: number;
	/**
	 * Request timeout of a second execution, which sends every other token at the same time. The first
	 * execution outlasts the fault: all of its tokens must be accepted.
	 */
	readonly hastyTimeoutMs?: number;
}

const shutdown = '{"reason":"Shutdown"}';
const burst = { fromRequest: 20_000, times: 2_000 };
const unavailable = { kind: 'answer', status: 503, reason: 'ServiceUnavailable' } as const;
const firstTwo = { firstConnections: 2 };

/** Every known fault, one per row. */
export const faultMatrix: readonly MatrixRow[] = [
	{ name: 'no fault', faults: [] },
	{
		name: 'GOAWAY every 10,000 requests, last stream id',
		faults: [
			{
				kind: 'goaway',
				lastStreamId: 'processed',
				debugData: shutdown,
				at: { everyRequests: 10_000 },
			},
		],
	},
	{
		name: 'GOAWAY NO_ERROR with id 0 on the first two connections',
		faults: [{ kind: 'goaway', lastStreamId: 0, onConnect: true, at: firstTwo }],
	},
	{
		name: 'two GOAWAYs every 20,000 requests',
		faults: [
			{ kind: 'goaway', twice: true, lastStreamId: 'processed', at: { everyRequests: 20_000 } },
		],
	},
	{
		name: 'GOAWAY with an error code and plain text, three times',
		faults: [
			{
				kind: 'goaway',
				errorCode: 7,
				lastStreamId: 'processed',
				debugData: 'Maximum active streams violated for this endpoint.',
				at: { everyRequests: 25_000, times: 3 },
			},
		],
	},
	{
		name: 'GOAWAY BadCertificateEnvironment',
		faults: [
			{
				kind: 'goaway',
				onConnect: true,
				lastStreamId: 0,
				debugData: '{"reason":"BadCertificateEnvironment"}',
			},
		],
	},
	{
		name: 'stream limit falls to 10 in mid-flight',
		faults: [
			{ kind: 'streamLimit', limit: 10, restoreAfterMs: 500, at: { everyRequests: 20_000 } },
		],
	},
	{
		name: 'stream limit falls to 1 after each 4xx',
		faults: [
			{ kind: 'streamLimitAfterRejection' },
			{ kind: 'answer', status: 400, reason: 'BadDeviceToken', at: { everyRequests: 500 } },
		],
	},
	{
		name: 'REFUSED_STREAM for 1 of 100',
		faults: [{ kind: 'reset', code: 7, when: 'beforeProcessing', at: { everyRequests: 100 } }],
	},
	{
		name: 'RST_STREAM after the headers for 1 of 1,000',
		faults: [{ kind: 'reset', code: 2, when: 'afterHeaders', at: { everyRequests: 1_000 } }],
	},
	{
		name: 'TCP reset every 20,000 requests',
		faults: [{ kind: 'disconnect', when: 'afterProcessing', at: { everyRequests: 20_000 } }],
	},
	{
		name: 'half-open twice',
		faults: [{ kind: 'halfOpen', at: { everyRequests: 40_000, times: 2 } }],
	},
	{
		name: 'no answer for 1 of 10,000',
		faults: [{ kind: 'silent', at: { everyRequests: 10_000 } }],
		requestTimeoutMs: 2_000,
	},
	{
		name: 'answers whose stream never ends for 1 of 1,000',
		faults: [{ kind: 'unended', at: { everyRequests: 1_000 } }],
	},
	{
		name: 'IdleTimeout for 1 of 10,000',
		faults: [{ kind: 'answer', status: 400, reason: 'IdleTimeout', at: { everyRequests: 10_000 } }],
	},
	{
		name: 'one InvalidProviderToken among others that are accepted',
		faults: [
			{ kind: 'answer', status: 403, reason: 'InvalidProviderToken', at: { request: 50_000 } },
		],
	},
	{
		name: 'answers after we gave up for 1 of 10,000',
		faults: [{ kind: 'delay', delayMs: 3_000, process: 'last', at: { everyRequests: 10_000 } }],
		requestTimeoutMs: 2_000,
	},
	{
		name: 'answers after 2 s for 1 of 100, two executions',
		faults: [{ kind: 'delay', delayMs: 2_000, process: 'first', at: { everyRequests: 100 } }],
		hastyTimeoutMs: 1_000,
	},
	{ name: '503 for 2,000 requests', faults: [{ ...unavailable, at: burst }] },
	{
		name: '503 with retry-after for 2,000 requests',
		faults: [{ ...unavailable, headers: { 'retry-after': '2' }, at: burst }],
	},
	{
		name: 'the first connection answers 500 after 10,000 requests',
		faults: [
			{
				kind: 'answer',
				status: 500,
				reason: 'InternalServerError',
				at: { connection: 1, fromRequest: 10_000 },
			},
		],
	},
	{
		name: '429 for 1 of 100 requests',
		faults: [
			{ kind: 'answer', status: 429, reason: 'TooManyRequests', at: { everyRequests: 100 } },
		],
	},
	{
		name: 'ExpiredProviderToken wedges the connection',
		faults: [{ kind: 'wedge', at: { request: 30_000 } }],
	},
	{
		name: 'TooManyProviderTokenUpdates for two requests',
		faults: [
			{
				kind: 'answer',
				status: 429,
				reason: 'TooManyProviderTokenUpdates',
				at: { fromRequest: 1, times: 2 },
			},
		],
	},
	...[1, 2, 3, 5, 10].map(
		(firstConnections): MatrixRow => ({
			name: `first ${firstConnections} connections refused`,
			faults: [{ kind: 'refuseConnection', at: { firstConnections } }],
		}),
	),
	{
		name: 'first two connections: TLS fails',
		faults: [{ kind: 'tlsFailure', how: 'abort', at: firstTwo }],
	},
	{ name: 'first two connections: no HTTP/2', faults: [{ kind: 'wrongAlpn', at: firstTwo }] },
	{
		name: 'first connection: no SETTINGS',
		faults: [{ kind: 'noSettings', at: { firstConnections: 1 } }],
	},
	{ name: 'nobody listens', faults: [{ kind: 'refuseConnection' }] },
	{
		name: 'InvalidProviderToken from the first request',
		faults: [{ kind: 'answer', status: 403, reason: 'InvalidProviderToken' }],
	},
	{
		name: 'InvalidProviderToken from request 50,000',
		faults: [
			{ kind: 'answer', status: 403, reason: 'InvalidProviderToken', at: { fromRequest: 50_000 } },
		],
	},
	{
		name: 'TopicDisallowed',
		faults: [{ kind: 'answer', status: 400, reason: 'TopicDisallowed' }],
	},
	{
		name: 'first connection: 20 kB a second',
		faults: [
			{ kind: 'trickle', bytesPerSecond: 20_000, at: { firstConnections: 1 } },
			{ kind: 'goaway', lastStreamId: 'processed', at: { request: 2_000 } },
		],
	},
];
