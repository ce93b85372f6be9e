import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import type { PushType } from '../../nodes/Apns/notification/pushType.ts';
import { simulatorCertificate } from '../e2e/simulatorCredential.ts';
import type { ApnsSimulator } from '../simulator/ApnsSimulator.ts';
import { payloadRemarks } from '../simulator/remarks/payloadRemarks.ts';
import { startSimulator } from '../simulator/testkit/simulatorForTests.ts';
import { results, runApns, useEngine } from './testkit/apnsNode.ts';

const engine = useEngine();

const MDM_TOPIC = 'com.apple.mgmt.External.123e4567-e89b-12d3-a456-426614174000';
const PASS_TYPE = 'pass.com.example.card';
/** Of the push types whose topic is no bundle ID. */
const TOPICS: Readonly<Partial<Record<PushType, string>>> = { mdm: MDM_TOPIC, wallet: PASS_TYPE };
const update = { event: 'update', contentState: '{"minutes":12}' };
const start = {
	event: 'start',
	contentState: { minutes: 12 },
	attributesType: 'DeliveryAttributes',
	attributes: { order: 7 },
	title: 'On its way',
	body: 'Twelve minutes',
};

interface PushTypeCase {
	readonly pushType: PushType;
	readonly suffix: string;
	/** What is filled in. */
	readonly right: INodeParameters;
	/** What is sent for it. */
	readonly payload: object;
	/** What is filled in instead, and what the error says. */
	readonly wrong: ReadonlyArray<readonly [INodeParameters, string]>;
}

/** Wrong custom data gives the same error for all types that have it. */
const wrongData = [
	[{ customData: '{' }, "'Custom Data' is not valid JSON"],
	[{ customData: '{"aps":{}}' }, '\'Custom Data\' has the key "aps"'],
] as const;

const dataOnly = {
	right: { customData: '{"order":7}' },
	payload: { aps: {}, order: 7 },
	wrong: wrongData,
};

const CASES: readonly PushTypeCase[] = [
	{
		pushType: 'alert',
		suffix: '',
		right: { title: 'Hello', notificationFields: { sound: 'default' } },
		payload: { aps: { alert: { title: 'Hello' }, sound: 'default' } },
		wrong: [
			...wrongData,
			[{ notificationFields: { badge: -1 } }, "'Badge' is -1"],
			[{ notificationFields: { relevanceScore: 75 } }, "'Relevance Score' is 75"],
		],
	},
	{
		...dataOnly,
		pushType: 'background',
		suffix: '',
		payload: { aps: { 'content-available': 1 }, order: 7 },
	},
	{ ...dataOnly, pushType: 'complication', suffix: '.complication' },
	{
		pushType: 'controls',
		suffix: '.push-type.controls',
		right: {},
		payload: { aps: { 'content-changed': true } },
		wrong: [],
	},
	{
		pushType: 'fileprovider',
		suffix: '.pushkit.fileprovider',
		right: { domain: 'account' },
		payload: {
			'container-identifier': 'NSFileProviderWorkingSetContainerItemIdentifier',
			domain: 'account',
		},
		wrong: [
			[{ domain: '' }, "'Domain' is empty"],
			[{ containerIdentifier: ' ' }, "'Container Identifier' is empty"],
		],
	},
	{
		pushType: 'liveactivity',
		suffix: '.push-type.liveactivity',
		right: { ...start, liveActivityFields: { timestamp: 1_900_000_000, inputPushToken: true } },
		payload: {
			aps: {
				timestamp: 1_900_000_000,
				event: 'start',
				'content-state': { minutes: 12 },
				'attributes-type': 'DeliveryAttributes',
				attributes: { order: 7 },
				alert: { title: 'On its way', body: 'Twelve minutes' },
				'input-push-token': 1,
			},
		},
		wrong: [
			[{ contentState: '' }, "'Content State' is empty"],
			[{ attributesType: '' }, "'Attributes Type' is empty"],
			[{ attributes: '' }, "'Attributes' is empty"],
			[{ attributes: '[]' }, "'Attributes' is not a JSON object"],
			[{ title: '', body: '' }, "'Title' and 'Body' are empty"],
			[
				{ liveActivityFields: { inputPushToken: true, inputPushChannel: 'YQ==' } },
				"'Input Push Token' and 'Input Push Channel' cannot be used together",
			],
			[{ liveActivityFields: { staleDate: 'soon' } }, "'Stale Date' cannot be used"],
			[{ liveActivityFields: { timestamp: 1.9e12 } }, "'Timestamp' cannot be used"],
		],
	},
	{
		pushType: 'liveactivity',
		suffix: '.push-type.liveactivity',
		right: { ...update, liveActivityFields: { timestamp: '2030-03-17T17:46:40Z' } },
		payload: {
			aps: { timestamp: 1_900_000_000, event: 'update', 'content-state': { minutes: 12 } },
		},
		wrong: [
			[{ contentState: '' }, "'Content State' is empty"],
			[{ event: 'begin' }, "'Event' has an unknown value"],
		],
	},
	{
		pushType: 'liveactivity',
		suffix: '.push-type.liveactivity',
		right: {
			event: 'end',
			liveActivityFields: {
				timestamp: 1_900_000_000,
				dismissalDate: '={{ DateTime.fromSeconds(1900000600) }}',
				staleDate: '={{ new Date(1900000300000) }}',
			},
		},
		payload: {
			aps: {
				timestamp: 1_900_000_000,
				event: 'end',
				'dismissal-date': 1_900_000_600,
				'stale-date': 1_900_000_300,
			},
		},
		wrong: [
			[{ liveActivityFields: { dismissalDate: 'in 300 s' } }, "'Dismissal Date' cannot be used"],
		],
	},
	{ ...dataOnly, pushType: 'location', suffix: '.location-query' },
	{
		pushType: 'mdm',
		suffix: '',
		right: { authentication: 'certificate', pushMagic: 'magic', topic: MDM_TOPIC },
		payload: { mdm: 'magic' },
		wrong: [
			[{ pushMagic: '' }, "'Push Magic' is empty"],
			[{ topic: 'com.example.app' }, 'not the topic of an MDM certificate'],
		],
	},
	{ ...dataOnly, pushType: 'pushtotalk', suffix: '.voip-ptt' },
	{ ...dataOnly, pushType: 'voip', suffix: '.voip' },
	{
		pushType: 'wallet',
		suffix: '',
		right: { topic: PASS_TYPE },
		payload: {},
		wrong: [[{ topic: 'com.example.app' }, 'not a pass type identifier']],
	},
	{
		pushType: 'widgets',
		suffix: '.push-type.widgets',
		right: {},
		payload: { aps: { 'content-changed': true } },
		wrong: [],
	},
];

async function mdmCertificate(simulator: ApnsSimulator) {
	const certificate = await simulator.createClientCertificate({ uid: MDM_TOPIC, topics: [] });
	return { credentials: { apnsCertificateApi: simulatorCertificate(simulator, certificate) } };
}

/** Sends to one device. Values entered before the type was selected have no effect. */
async function send(pushType: PushType, parameters: INodeParameters, operation = 'send') {
	const simulator = await startSimulator({ environment: 'production' });
	const bundleId = TOPICS[pushType] ?? simulator.identity.bundleId;
	const [token = ''] = simulator.devices.addMany(1, { bundleId });
	const run = await runApns(engine(), simulator, {
		items: [{ deviceToken: token }],
		parameters: { operation, deviceToken: '={{ $json.deviceToken }}', pushType, ...parameters },
		...(pushType === 'mdm' && (await mdmCertificate(simulator))),
	});
	return { simulator, run };
}

describe.each(CASES)('$pushType $right.event', (one) => {
	const { pushType, suffix, right, payload, wrong } = one;
	const topic = TOPICS[pushType] ?? `com.example.app${suffix}`;

	it('made of its fields is accepted, and the device ignores nothing of it', async () => {
		const { simulator, run } = await send(pushType, right);
		const [previewed] = results((await send(pushType, right, 'preview')).run);
		expect(previewed).toMatchObject({ headers: { 'apns-topic': topic }, payload, warnings: [] });
		const asSent = { topic, pushType, payload: JSON.stringify(previewed?.payload) };
		expect(payloadRemarks(asSent)).toEqual([]);
		expect(results(run)).toMatchObject([{ success: true, status: 200, topic }]);
		expect(simulator.ledger.entries.map((entry) => JSON.parse(entry.payload) as unknown)).toEqual([
			payload,
		]);
	});

	it('written as JSON is the same', async () => {
		const json: IDataObject = {
			...(pushType in TOPICS && { topic }),
			...(pushType === 'mdm' && { authentication: 'certificate' }),
			payloadMode: 'json',
			payload: JSON.stringify(payload),
		};
		const { run } = await send(pushType, json as INodeParameters, 'preview');
		expect(results(run)).toMatchObject([{ valid: true, payload, warnings: [] }]);
	});

	it.each(wrong)('with %o fails before anything is sent', async (parameters, message) => {
		const { simulator, run } = await send(pushType, { ...right, ...parameters });
		expect(run.error).toMatchObject({ name: 'NodeOperationError', context: { itemIndex: 0 } });
		expect(run.error?.message).toContain(message);
		expect(simulator.connections.attempts).toBe(0);
	});
});

describe('a push type given by an expression', () => {
	it('takes for each item what belongs to its type', async () => {
		const simulator = await startSimulator();
		const tokens = simulator.devices.addMany(3);
		const types = ['alert', 'background', 'liveactivity'];
		const run = await runApns(engine(), simulator, {
			items: tokens.map((token, index) => ({ deviceToken: token, type: types[index] ?? '' })),
			parameters: {
				operation: 'send',
				deviceToken: '={{ $json.deviceToken }}',
				pushType: '={{ $json.type }}',
				title: 'Hello',
				notificationFields: { sound: 'default' },
				customData: '{"order":7}',
				contentState: '{"minutes":5}',
				liveActivityFields: { sound: 'a.caf' },
			},
		});
		expect(results(run).map(({ errorCode }) => errorCode)).toEqual(Array(3).fill('SUCCESS'));
		expect(simulator.ledger.entries.flatMap(payloadRemarks)).toEqual([]);
		const sent = new Map(
			simulator.ledger.entries.map((entry) => [entry.pushType, JSON.parse(entry.payload)]),
		);
		expect(sent.get('alert')).toEqual({
			aps: { alert: { title: 'Hello' }, sound: 'default' },
			order: 7,
		});
		expect(sent.get('background')).toEqual({ aps: { 'content-available': 1 }, order: 7 });
		expect(sent.get('liveactivity')).toMatchObject({
			aps: { event: 'update', alert: { title: 'Hello', sound: 'a.caf' } },
		});
	});
});
