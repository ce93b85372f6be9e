import fc from 'fast-check';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { simulatorCredential } from '../e2e/simulatorCredential.ts';
import { deviceToken } from '../simulator/deviceToken.ts';
import { startSimulator } from '../simulator/testkit/simulatorForTests.ts';
import { runApns, useEngine } from './testkit/apnsNode.ts';
import { tuned } from './testkit/tuned.ts';

const engine = useEngine();

/** APNS_PROPERTY_RUNS=2000 npm test -- hostile searches longer. */
const RUNS = Number(process.env.APNS_PROPERTY_RUNS ?? 60);

/** A topic can be well-formed without being ours. */
const HONEST = ['200', '400 TopicDisallowed'];

const nasty = fc.oneof(
	fc.constantFrom<unknown>(
		null,
		'',
		' ',
		0,
		-1,
		1e300,
		true,
		[],
		{},
		'{',
		'[]',
		'null',
		'{"__proto__":{"polluted":true}}',
		'{"constructor":{"prototype":{"polluted":true}}}',
		'\ud800',
		'a\r\napns-priority: 10',
		'\u0000',
		'../../4/broadcasts/apps/x',
		`${'a'.repeat(64)}/../x`,
		'a'.repeat(100_000),
		JSON.stringify({ data: 'x'.repeat(1_000_000) }),
		'['.repeat(50_000),
		`${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`,
	),
	fc.string({ unit: 'binary', maxLength: 200 }),
	fc.jsonValue({ maxDepth: 3 }),
	fc.constant(deviceToken('good')),
);

/** Parameters that are expressions, which can return anything that an input item contains. */
const NAMES = [
	...['deviceToken', 'topic', 'pushType', 'title', 'body', 'customData'],
	...['event', 'contentState', 'attributesType', 'attributes'],
	...['containerIdentifier', 'domain', 'pushMagic'],
];
const OPTIONS = ['priority', 'collapseId', 'apnsId', 'environment', 'onWrongEnvironment'] as const;
const FIELDS = [
	'badge',
	'sound',
	'critical',
	'criticalVolume',
	'locArgs',
	'relevanceScore',
] as const;
const LIVE_ACTIVITY_FIELDS = [
	'dismissalDate',
	'inputPushChannel',
	'inputPushToken',
	'staleDate',
	'timestamp',
] as const;

/** Push types with their own fields. */
const TYPES = ['alert', 'alert', 'background', 'liveactivity', 'fileprovider'] as const;

const expressions = (names: readonly string[]): INodeParameters =>
	Object.fromEntries(names.map((name) => [name, `={{ $json.${name} }}`]));

/** Valid except for one or two fields: with more, no notification would be sent. */
const item: fc.Arbitrary<IDataObject> = fc
	.tuple(
		fc.constantFrom(...TYPES),
		fc.constantFrom('start', 'update', 'end'),
		fc.subarray([...NAMES, ...OPTIONS, 'maxAttempts', 'time', ...FIELDS, ...LIVE_ACTIVITY_FIELDS], {
			maxLength: 2,
		}),
		nasty,
		nasty,
	)
	.map(([pushType, event, names, ...values]) => ({
		deviceToken: deviceToken('good'),
		pushType,
		event,
		time: 0,
		contentState: { minutes: 12 },
		attributesType: 'DeliveryAttributes',
		attributes: { order: 7 },
		title: 'Hello',
		containerIdentifier: 'folder',
		domain: 'account',
		...Object.fromEntries(names.map((name, index) => [name, values[index] as string])),
	}));

describe('whatever the input items hold', () => {
	it('each gets its result or its error, and nothing crashes or hangs', async () => {
		const simulator = await startSimulator({ unknownDevices: 'accept' });
		let accepted = 0;
		await fc.assert(
			fc.asyncProperty(fc.array(item, { minLength: 1, maxLength: 5 }), async (items) => {
				simulator.ledger.clear();
				const run = await runApns(engine(), simulator, {
					onError: 'continueErrorOutput',
					items,
					parameters: {
						...expressions(NAMES),
						options: {
							...expressions(OPTIONS),
							...tuned(expressions(['maxAttempts'])),
							expiration: { values: { expires: 'atSpecifiedTime', ...expressions(['time']) } },
						},
						notificationFields: expressions(FIELDS),
						liveActivityFields: expressions(LIVE_ACTIVITY_FIELDS),
					},
				});
				expect(run.error).toBeUndefined();
				const told = [...(run.items[0] ?? []), ...(run.items[1] ?? [])];
				expect(told).toHaveLength(items.length);
				for (const { json } of run.items[0] ?? []) {
					expect(json).toHaveProperty('errorCode');
					expect(json).not.toHaveProperty('error');
				}
				for (const { json } of run.items[1] ?? []) expect(json.error).toBeTruthy();
				// The strict simulator names a broken header, path or payload.
				expect(HONEST).toEqual(expect.arrayContaining([...simulator.ledger.answers.keys()]));
				expect({}).not.toHaveProperty('polluted');
				accepted += simulator.ledger.accepted;
			}),
			{ numRuns: RUNS },
		);
		expect(accepted).toBeGreaterThan(RUNS / 2);
	}, 600_000);
});

describe('whatever the credential holds', () => {
	it('the node fails with an error that says which field, and sends nothing', async () => {
		const simulator = await startSimulator({ unknownDevices: 'accept' });
		const good = simulatorCredential(simulator);
		await fc.assert(
			fc.asyncProperty(
				fc.constantFrom('teamId', 'keyId', 'privateKey', 'baseUrl', 'caCertificate', 'bundleId'),
				nasty,
				async (field, value) => {
					simulator.ledger.clear();
					const run = await runApns(engine(), simulator, {
						items: [{ deviceToken: deviceToken('good') }],
						credentials: { apnsApi: { ...good, [field]: value as string } },
						parameters: {
							deviceToken: '={{ $json.deviceToken }}',
							title: 'Hello',
							options: tuned({ maxAttempts: 1 }),
						},
					});
					const told = run.error?.message ?? run.items[0]?.[0]?.json.errorCode;
					expect(told).toEqual(expect.any(String));
					if (run.error !== undefined) expect(simulator.ledger.accepted).toBe(0);
				},
			),
			{ numRuns: RUNS },
		);
	}, 600_000);
});
