import { NodeHelpers, type INodeParameters, type INodeProperties } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { Apns } from '../../../nodes/Apns/Apns.node.ts';
import { ApnsApi } from '../../../credentials/ApnsApi.credentials.ts';

const { properties, name: nodeName } = new Apns().description;
const OPERATIONS = {
	...{ send: 'notification', bulk: 'notification' },
	...{ broadcast: 'notification', preview: 'notification' },
	...{ create: 'channel', get: 'channel', getAll: 'channel', delete: 'channel' },
	health: 'connection',
} as const;
type Operation = keyof typeof OPERATIONS;

/** What the panel shows, in its order; expressions at its top are resolved, as the editor does. */
function shown(operation: Operation, parameters: INodeParameters = {}): INodeProperties[] {
	const given = { resource: OPERATIONS[operation], operation, ...parameters };
	const node = {
		name: nodeName,
		typeVersion: 1,
		type: nodeName,
		id: '',
		position: [0, 0],
	} as never;
	const values = NodeHelpers.getNodeParameters(properties, given, true, false, node, null) ?? {};
	return properties.filter((property) =>
		NodeHelpers.displayParameter(values, property, node, null),
	);
}

const isNotice = ({ type }: INodeProperties) => type === 'notice';

function noticesFor(parameters: INodeParameters, operation: Operation = 'send'): string[] {
	return shown(operation, parameters)
		.filter((property) => isNotice(property) && property.name !== 'firstItemNotice')
		.map(({ name }) => name.replace(/Notice$/, ''));
}

describe('the panel', () => {
	it.each([
		['send', ['deviceToken', 'title', 'body', 'pushType']],
		[
			'bulk',
			[
				'tokenSource',
				'tokenField',
				'environmentField',
				'firstItemNotice',
				'title',
				'body',
				'pushType',
			],
		],
	] as const)('of %s begins with what a first push needs', (operation, names) => {
		const general = ['authentication', 'resource', 'operation'];
		const ours = shown(operation).filter(({ name }) => !general.includes(name));
		expect(ours.slice(0, names.length).map(({ name }) => name)).toEqual(names);
	});

	it('says of every field what it does, with an example where text is typed', () => {
		const fields = [...properties, ...new ApnsApi().properties]
			.flatMap((field) => [
				field,
				...(field.type === 'collection' ? (field.options as INodeProperties[]) : []),
			])
			.filter((field) => !isNotice(field) && field.type !== 'hidden')
			.filter(({ name }) => !['resource', 'operation'].includes(name));
		expect(fields.length).toBeGreaterThan(40);
		for (const { name, type, description, placeholder, default: initial } of fields) {
			// Its name says what it contains.
			if (name !== 'options') expect(description, name).toBeTruthy();
			if (type === 'string' || (type === 'json' && initial === '{}')) {
				expect(placeholder, name).toMatch(/^(e\.g\. |-----BEGIN )/);
			}
		}
	});
});

describe('the bundle ID', () => {
	it.each(['send', 'bulk'] as const)('of %s stands right above the options', (operation) => {
		const names = shown(operation).filter((field) => !isNotice(field));
		expect(names.slice(-2).map(({ displayName }) => displayName)).toEqual(['Bundle ID', 'Options']);
	});

	it('is called what it is for MDM, and shows once where an expression decides', () => {
		const labels = (pushType: string) =>
			shown('send', { pushType })
				.filter(({ name }) => ['topic', 'title', 'body'].includes(name))
				.map(({ displayName }) => displayName);
		expect(labels('mdm')).toEqual(['MDM Topic']);
		expect(labels('wallet')).toEqual(['Pass Type Identifier']);
		expect(labels('={{ $json.type }}')).toEqual(['Title', 'Body', 'Bundle ID']);
	});
});

describe('the panel shows what belongs to the push type, and nothing else', () => {
	/** What is always there. */
	const ALWAYS = [
		...['authentication', 'resource', 'operation', 'deviceToken', 'topic', 'pushType'],
		...['payloadMode', 'simplify', 'splitOutputs', 'options'],
	];
	const fieldsFor = (parameters: INodeParameters) =>
		shown('send', parameters)
			.filter((field) => !isNotice(field) && !ALWAYS.includes(field.name))
			.map(({ name }) => name);
	const update = ['event', 'contentState', 'title', 'body', 'liveActivityFields'];

	it.each<[INodeParameters, string[]]>([
		[{ pushType: 'alert' }, ['title', 'body', 'notificationFields', 'customData']],
		[{ pushType: 'background' }, ['customData']],
		[{ pushType: 'complication' }, ['customData']],
		[{ pushType: 'controls' }, []],
		[{ pushType: 'fileprovider' }, ['containerIdentifier', 'domain']],
		[{ pushType: 'liveactivity' }, update],
		[{ pushType: 'liveactivity', event: 'end' }, update],
		[
			{ pushType: 'liveactivity', event: 'start' },
			[
				...['event', 'contentState', 'attributesType', 'attributes'],
				...['title', 'body', 'liveActivityFields'],
			],
		],
		[{ pushType: 'location' }, ['customData']],
		[{ pushType: 'mdm' }, ['pushMagic']],
		[{ pushType: 'pushtotalk' }, ['customData']],
		[{ pushType: 'voip' }, ['customData']],
		[{ pushType: 'widgets' }, []],
	])('%j', (parameters, names) => {
		expect(fieldsFor(parameters)).toEqual(names);
		// Whatever the type, the payload can be written instead.
		expect(fieldsFor({ ...parameters, payloadMode: 'json' })).toEqual(['payload']);
	});

	it('nothing at all for Wallet, which ignores the content', () => {
		for (const payloadMode of ['fields', 'json']) {
			const names = shown('send', { pushType: 'wallet', payloadMode }).map(({ name }) => name);
			expect(names).toEqual(
				expect.arrayContaining(ALWAYS.filter((name) => name !== 'payloadMode')),
			);
			expect(names).toHaveLength(ALWAYS.length - 1);
		}
	});
});

describe('the panel shows what belongs to a channel, and nothing else', () => {
	const fieldsFor = (operation: Operation, parameters: INodeParameters = {}) =>
		shown(operation, parameters)
			.map(({ name }) => name)
			.filter((name) => !['authentication', 'resource', 'operation'].includes(name));
	const more = ['simplify', 'splitOutputs', 'bundleId', 'options'];

	it.each<[Operation, INodeParameters, string[]]>([
		[
			'broadcast',
			{},
			[
				...['channelId', 'payloadMode', 'event', 'contentState'],
				...['title', 'body', 'liveActivityFields', ...more],
			],
		],
		['broadcast', { payloadMode: 'json' }, ['channelId', 'payloadMode', 'payload', ...more]],
		['create', {}, ['messageStoragePolicy', 'bundleId', 'options']],
		['get', {}, ['channelId', 'bundleId', 'options']],
		['getAll', {}, ['returnAll', 'limit', 'bundleId', 'options']],
		['getAll', { returnAll: true }, ['returnAll', 'bundleId', 'options']],
		['delete', {}, ['channelId', 'bundleId', 'options']],
	])('%s %j', (operation, parameters, names) => {
		expect(fieldsFor(operation, parameters)).toEqual(names);
	});

	it('a broadcast does not offer to start a Live Activity', () => {
		const [event] = shown('broadcast').filter(({ name }) => name === 'event');
		expect(event?.options?.map((option) => 'value' in option && option.value)).toEqual([
			'update',
			'end',
		]);
	});
});

describe('notices in the panel', () => {
	const fields = (notificationFields: INodeParameters) => ({ title: 'Hello', notificationFields });

	it.each(Object.keys(OPERATIONS) as Operation[])('a new node shows none (%s)', (operation) => {
		expect(noticesFor({}, operation)).toEqual([]);
	});

	it.each<[string, INodeParameters, string[]]>([
		['a background push', {}, []],
		['with priority 10', { options: { priority: '10' } }, ['backgroundPriority']],
		['with priority 1', { options: { priority: '1' } }, ['backgroundPriority']],
		['with priority 5', { options: { priority: '5' } }, []],
		[
			'with a message in JSON',
			{ payloadMode: 'json', payload: '{"aps":{"alert":"Hello"}}' },
			['backgroundPayload'],
		],
		['in order', { payloadMode: 'json', payload: '{"aps":{"content-available":1}}' }, []],
	])('%s', (_, parameters, notices) => {
		expect(noticesFor({ pushType: 'background', ...parameters })).toEqual(notices);
		expect(noticesFor({ pushType: 'background', ...parameters }, 'bulk')).toEqual(notices);
	});

	it.each<[string, INodeParameters, string[]]>([
		['a Live Activity', { pushType: 'liveactivity', event: 'start' }, []],
		[
			'a Live Activity with two ways of updating it',
			{
				pushType: 'liveactivity',
				event: 'start',
				liveActivityFields: { inputPushToken: true, inputPushChannel: 'YQ==' },
			},
			['inputPush'],
		],
		['MDM with a bundle ID', { pushType: 'mdm', topic: 'com.example.app' }, ['mdmTopic']],
		['a name in the place of a bundle ID', { topic: 'Payments' }, ['bundleIdWithoutDot']],
		['a name by an expression', { topic: '={{ $json.app }}', pushType: 'voip' }, []],
		['Wallet with a bundle ID', { pushType: 'wallet', topic: 'com.example.app' }, ['passType']],
		['Wallet with its type', { pushType: 'wallet', topic: 'pass.com.example.card' }, []],
		['Wallet with the type of the credential', { pushType: 'wallet' }, []],
		['MDM with its topic', { pushType: 'mdm', topic: 'com.apple.mgmt.External.1' }, []],
		['a topic of another type', { topic: 'com.example.app.voip' }, ['topicSuffix']],
		['its own topic', { pushType: 'voip', topic: 'com.example.app.voip' }, []],
		[
			'Push to Talk with priority 5',
			{ pushType: 'pushtotalk', options: { priority: '5' } },
			['pushtotalkPriority'],
		],
		[
			'location with priority 1',
			{ pushType: 'location', options: { priority: '1' } },
			['locationPriority'],
		],
		['JSON without aps', { payloadMode: 'json', payload: '{"title":"Hi"}' }, ['payloadWithoutAps']],
		['JSON with aps', { payloadMode: 'json', payload: '{"aps":{"alert":"Hi"}}' }, []],
		[
			'an alert that only wakes the app',
			{ notificationFields: { contentAvailable: true } },
			['silentAlert'],
		],
		['an alert that also wakes the app', fields({ contentAvailable: true }), []],
		[
			'an extension that has nothing to change',
			{ notificationFields: { mutableContent: true, badge: 1 } },
			['mutableWithoutText'],
		],
		['an extension that has', fields({ mutableContent: true }), []],
		[
			'a sound that is not played',
			fields({ interruptionLevel: 'passive', sound: 'default' }),
			['passiveSound'],
		],
	])('%s', (_, parameters, notices) => {
		expect(noticesFor(parameters)).toEqual(notices);
	});

	it('an expression raises no false alarm, and no notice shows twice', () => {
		expect(
			noticesFor(
				fields({
					contentAvailable: '={{ $json.wake }}',
					mutableContent: '={{ $json.picture }}',
					sound: '={{ $json.sound }}',
					badge: '={{ $json.unread }}',
					interruptionLevel: 'active',
				}),
			),
		).toEqual([]);
	});

	it('are not stored in the workflow', () => {
		const given = { ...{ resource: 'notification', operation: 'send' }, pushType: 'mdm' };
		const node = { name: nodeName, typeVersion: 1 } as never;
		const stored = NodeHelpers.getNodeParameters(properties, given, false, false, node, null);
		expect(noticesFor(given)).toEqual(['mdmTopic']);
		expect(stored).toEqual({ pushType: 'mdm' });
	});

	it('hold nothing but the HTML that n8n shows', () => {
		for (const { displayName } of properties.filter(isNotice)) {
			expect(displayName).not.toMatch(/[<>]/);
		}
	});
});

describe('Critical Volume', () => {
	const volumeOf = (notificationFields: INodeParameters) => {
		const given = { resource: 'notification', operation: 'send', notificationFields };
		const node = { name: nodeName, typeVersion: 1 } as never;
		const values = NodeHelpers.getNodeParameters(properties, given, true, false, node, null);
		return (values?.notificationFields as INodeParameters).criticalVolume;
	};

	it('is there with Critical only', () => {
		expect(volumeOf({ critical: true, criticalVolume: 0.3 })).toBe(0.3);
		expect(volumeOf({ critical: '={{ $json.alarm }}', criticalVolume: 0.3 })).toBe(0.3);
		expect(volumeOf({ criticalVolume: 0.3 })).toBeUndefined();
	});
});
