import type { INodePropertyCollection } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import {
	readLimits,
	readPolicy,
	readResultOptions,
} from '../../../../nodes/Apns/actions/notification/reading/readOptions.ts';
import { deliveryTuningOption } from '../../../../nodes/Apns/actions/notification/panel/deliveryTuning.parameter.ts';
import { fieldsOf } from '../../parameters/fieldsOf.ts';

/** The values in Delivery Tuning. */
const TUNINGS = deliveryTuningOption()
	.options!.flatMap((one) => (one as INodePropertyCollection).values)
	.map(({ name }) => name);

/** All options as they are read, those of Delivery Tuning among the others. */
function read(options: Record<string, unknown>): Record<string, unknown> {
	const tuning = Object.entries(options).filter(([name]) => TUNINGS.includes(name));
	const fields = fieldsOf({ ...options, deliveryTuning: { values: Object.fromEntries(tuning) } });
	return { ...readPolicy(fields), ...readLimits(fields), ...readResultOptions(fields) };
}

const DEFAULTS = {
	maxAttempts: 3,
	requestTimeoutMs: 30_000,
	onUnknownDelivery: 'auto',
	maxConnections: 4,
	maxConcurrentStreams: 1000,
	maxPerSecond: Infinity,
	includeInputFields: false,
	failOnRejection: false,
	skipDuplicates: true,
	emit: 'all',
};

describe('options', () => {
	it('have defaults', () => {
		expect(read({})).toEqual(DEFAULTS);
	});

	it.each([
		['maxAttempts', DEFAULTS.maxAttempts],
		['requestTimeout', DEFAULTS.requestTimeoutMs],
		['maxConnections', DEFAULTS.maxConnections],
		['maxConcurrentStreams', DEFAULTS.maxConcurrentStreams],
	])('%s is shown in the editor as what holds without it', (name, value) => {
		const [{ values } = { values: [] }] = deliveryTuningOption()
			.options as INodePropertyCollection[];
		expect(values.find((option) => option.name === name)?.default).toBe(value);
		const empty = Object.keys(DEFAULTS).map((name) => [name, '']);
		expect(read({ ...Object.fromEntries(empty), requestTimeout: null })).toEqual(DEFAULTS);
	});

	it.each([
		[{ maxAttempts: 1 }, { maxAttempts: 1 }],
		[{ maxAttempts: '10' }, { maxAttempts: 10 }],
		[{ requestTimeout: 100 }, { requestTimeoutMs: 100 }],
		[{ requestTimeout: '600000' }, { requestTimeoutMs: 600_000 }],
		[{ onUnknownDelivery: 'retry' }, { onUnknownDelivery: 'retry' }],
		[{ onUnknownDelivery: 'report' }, { onUnknownDelivery: 'report' }],
		[{ maxConnections: 10 }, { maxConnections: 10 }],
		[{ maxConcurrentStreams: 1500 }, { maxConcurrentStreams: 1500 }],
		[{ maxPerSecond: 0.5 }, { maxPerSecond: 0.5 }],
		[{ maxPerSecond: 0 }, { maxPerSecond: Infinity }],
		[{ includeInputFields: true }, { includeInputFields: true }],
		[{ failOnRejection: 'true' }, { failOnRejection: true }],
		[{ skipDuplicates: false }, { skipDuplicates: false }],
		[{ emit: 'problems' }, { emit: 'problems' }],
	])('%o are read', (options, expected) => {
		expect(read(options)).toEqual({ ...DEFAULTS, ...expected });
	});

	it.each([
		[{ maxAttempts: 0 }, 'MAXATTEMPTS'],
		[{ maxAttempts: 11 }, 'MAXATTEMPTS'],
		[{ maxAttempts: 2.5 }, 'MAXATTEMPTS'],
		[{ maxAttempts: Number.NaN }, 'MAXATTEMPTS'],
		[{ requestTimeout: 99 }, 'REQUESTTIMEOUT'],
		[{ requestTimeout: '30 s' }, 'REQUESTTIMEOUT'],
		[{ requestTimeout: Infinity }, 'REQUESTTIMEOUT'],
		[{ onUnknownDelivery: 'always' }, 'ONUNKNOWNDELIVERY'],
		[{ maxConnections: 0 }, 'MAXCONNECTIONS'],
		[{ maxConnections: 11 }, 'MAXCONNECTIONS'],
		[{ maxConcurrentStreams: 1501 }, 'MAXCONCURRENTSTREAMS'],
		[{ maxConcurrentStreams: '' as unknown, maxPerSecond: 0.001 }, 'MAXPERSECOND'],
		[{ maxPerSecond: -1 }, 'MAXPERSECOND'],
		[{ includeInputFields: 'yes' }, 'INCLUDEINPUTFIELDS'],
		[{ failOnRejection: 2 }, 'FAILONREJECTION'],
		[{ skipDuplicates: {} }, 'SKIPDUPLICATES'],
		[{ emit: 'none' }, 'EMIT'],
	])('%o are refused by name', (options, label) => {
		expect(() => read(options)).toThrow(`'${label}'`);
	});
});
