import type { IDataObject, OnError } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import type { ApnsSimulator } from '../simulator/ApnsSimulator.ts';
import { deviceToken } from '../simulator/deviceToken.ts';
import { startSimulator } from '../simulator/testkit/simulatorForTests.ts';
import { useEngine } from './testkit/apnsNode.ts';
import { itemsAt, MODES, runOnError } from './testkit/onError.ts';
import { SENDING_OPERATIONS } from './testkit/sendingOperations.ts';
import { tuned } from './testkit/tuned.ts';

const engine = useEngine();

/** Three devices. The failure always affects the second one. */
const FIRST = deviceToken('first');
const STRUCK = deviceToken('struck');
const LAST = deviceToken('last');

/** What may happen to the second of three notifications. */
interface Fate {
	readonly name: string;
	/** Replaces the token of the second device. */
	readonly token?: string;
	readonly arrange?: (simulator: ApnsSimulator) => void;
	readonly result: IDataObject;
	/** The error with Fail on Rejection if On Error stops the workflow. */
	readonly error?: IDataObject;
	/** Which of the three APNs accepted, and which if the node was stopped. */
	readonly taken: readonly boolean[];
	readonly takenWhenStopped?: readonly boolean[];
}

const FATES: readonly Fate[] = [
	{
		name: 'accepted',
		result: { success: true, errorCode: 'SUCCESS', outcome: 'accepted', action: 'none' },
		taken: [true, true, true],
	},
	{
		name: 'rejected',
		arrange: ({ devices }) =>
			devices.update(STRUCK, { state: { kind: 'unregistered', sinceMs: 1 } }),
		result: { success: false, errorCode: 'UNREGISTERED', outcome: 'rejected', status: 410 },
		error: {
			httpCode: '410',
			message: expect.stringContaining('Delete the token'),
			description: expect.stringContaining(
				'1 of 3 notifications were already accepted by APNs and cannot be recalled; 1 were not sent.',
			),
		},
		taken: [true, false, true],
		takenWhenStopped: [true, false, false],
	},
	{
		name: 'a device token that is none',
		token: 'nonsense',
		result: { success: false, errorCode: 'INVALID_TOKEN', outcome: 'notSent', status: null },
		error: {
			httpCode: null,
			message: expect.stringContaining('Not sent.'),
			description: expect.stringMatching(/^Nothing was sent\. .*<a href="[^"]+#invalid_token"/),
		},
		taken: [true, false, true],
		takenWhenStopped: [false, false, false],
	},
	{
		name: 'a line that breaks before the answer',
		arrange: ({ faults }) =>
			faults.add({ kind: 'disconnect', when: 'afterProcessing', at: { tokens: [STRUCK] } }),
		result: { success: false, errorCode: 'NETWORK_ERROR', outcome: 'unknown', action: 'review' },
		error: {
			httpCode: null,
			message: expect.stringContaining('may have arrived'),
			description: expect.stringContaining(
				'1 of 3 notifications were already accepted by APNs and cannot be recalled; 1 more may have arrived; 1 were not sent.',
			),
		},
		taken: [true, true, true],
		takenWhenStopped: [true, true, false],
	},
];

const CASES = SENDING_OPERATIONS.flatMap((operation) =>
	FATES.flatMap((fate) =>
		[false, true].flatMap((failOnRejection) =>
			[false, true].map((includeInputFields) => ({
				title: [
					operation.name,
					fate.name,
					...(failOnRejection ? ['Fail on Rejection'] : []),
					...(includeInputFields ? ['Include Input Fields'] : []),
				].join(', '),
				operation,
				fate,
				failOnRejection,
				includeInputFields,
			})),
		),
	),
);

describe.each(CASES)('$title', ({ operation, fate, failOnRejection, includeInputFields }) => {
	const tokens = [FIRST, fate.token ?? STRUCK, LAST];
	const items = operation.items(tokens);
	const fails = failOnRejection && fate.error !== undefined;
	const struckItem = operation.itemOf(1);

	/** One notification after the other, so that it is certain which ones were sent. */
	const options = {
		...tuned({ maxConcurrentStreams: 1, maxAttempts: 1 }),
		failOnRejection,
		includeInputFields,
	};

	/** The item of a result, at its position among the three. */
	const told = (position: number, result: IDataObject) => ({
		json: includeInputFields
			? { ...items[operation.itemOf(position)], apns: expect.objectContaining(result) }
			: expect.objectContaining(result),
		pairedItem: { item: operation.itemOf(position) },
	});
	const others = [
		told(0, { deviceToken: FIRST, success: true }),
		told(2, { deviceToken: LAST, success: true }),
	] as const;
	const result = { deviceToken: tokens[1], ...fate.result };
	/** Every version of n8n treats an item with only this key as failed. */
	const failure = { error: expect.objectContaining({ ...result, message: expect.any(String) }) };

	async function runWith(onError: OnError) {
		const simulator = await startWithDevices();
		fate.arrange?.(simulator);
		const run = await runOnError(engine(), simulator, onError, items, {
			...operation.parameters,
			options,
		});
		return { run, taken: tokens.map((token) => simulator.ledger.countOf(token) === 1) };
	}

	if (!fails) {
		it.each(MODES)('is a result with On Error %s', async (onError) => {
			const { run, taken } = await runWith(onError);
			expect(run.error).toBeUndefined();
			expect(itemsAt(run, 0)).toEqual([others[0], told(1, result), others[1]]);
			expect(itemsAt(run, 1)).toEqual([]);
			expect(taken).toEqual(fate.taken);
		});
		return;
	}

	it('stops the node, when what was under way has ended', async () => {
		const { run, taken } = await runWith('stopWorkflow');
		expect(run.error).toMatchObject({
			name: 'NodeApiError',
			context: { itemIndex: struckItem },
			...fate.error,
		});
		expect(run.items).toEqual([]);
		expect(taken).toEqual(fate.takenWhenStopped);
	});

	it('is an error among the results with On Error continueRegularOutput', async () => {
		const { run, taken } = await runWith('continueRegularOutput');
		expect(run.error).toBeUndefined();
		expect(itemsAt(run, 0)).toEqual([
			others[0],
			{ json: failure, pairedItem: { item: struckItem } },
			others[1],
		]);
		expect(taken).toEqual(fate.taken);
	});

	it('goes to the error output, with its input fields, with On Error continueErrorOutput', async () => {
		const { run, taken } = await runWith('continueErrorOutput');
		expect(run.error).toBeUndefined();
		expect(itemsAt(run, 0)).toEqual(others);
		expect(itemsAt(run, 1)).toEqual([
			{ json: { ...items[struckItem], ...failure }, pairedItem: { item: struckItem } },
		]);
		expect(taken).toEqual(fate.taken);
	});
});

describe.each(SENDING_OPERATIONS)('$name, Fail on Rejection', (operation) => {
	it.each([
		['all', [STRUCK], /^The notification may have arrived\. Turn 'Fail on Rejection' off/],
		['the first', [STRUCK, LAST], /^1 of 2 notifications may have arrived; 1 were not sent\. Turn/],
	])(
		'counts nothing as accepted if the answer of %s is missing',
		async (_, tokens, description) => {
			const simulator = await startWithDevices();
			simulator.faults.add({
				kind: 'disconnect',
				when: 'afterProcessing',
				at: { tokens: [STRUCK] },
			});
			const options = {
				...tuned({ maxConcurrentStreams: 1, maxAttempts: 1 }),
				failOnRejection: true,
			};
			const parameters = { ...operation.parameters, options };
			const items = operation.items(tokens);
			const run = await runOnError(engine(), simulator, 'stopWorkflow', items, parameters);
			expect(run.error).toMatchObject({ description: expect.stringMatching(description) });
			expect(simulator.ledger.accepted).toBe(1);
		},
	);
});

describe.each(SENDING_OPERATIONS)('$name, a parameter that cannot be used', (operation) => {
	const items = operation.items([FIRST, STRUCK, LAST]).map((item, index) => ({
		...item,
		data: operation.name === 'send' && index !== 1 ? '{}' : '{',
	}));
	const parameters = { ...operation.parameters, customData: '={{ $json.data }}' };
	const message = expect.stringContaining("'Custom Data' is not valid JSON");
	/** Send reads its parameters for each item. Bulk reads them once, so all items fail. */
	const isAtFault = ({ data }: IDataObject) => data === '{';
	const failed = items.flatMap((item, index) => (isAtFault(item) ? [index] : []));
	const error = { error: message };

	it('stops the node before anything was sent', async () => {
		const simulator = await startWithDevices();
		const run = await runOnError(engine(), simulator, 'stopWorkflow', items, parameters);
		expect(run.error).toMatchObject({
			name: 'NodeOperationError',
			message,
			description: expect.stringContaining('Check quotes'),
			context: { itemIndex: failed[0] },
		});
		expect(simulator.connections.attempts).toBe(0);
	});

	it('fails the items that it concerns with On Error continueRegularOutput, the others are sent', async () => {
		const simulator = await startWithDevices();
		const run = await runOnError(engine(), simulator, 'continueRegularOutput', items, parameters);
		expect(run.error).toBeUndefined();
		expect(itemsAt(run, 0)).toEqual(
			items.map((item, index) => ({
				json: isAtFault(item) ? error : expect.objectContaining({ success: true }),
				pairedItem: { item: index },
			})),
		);
		expect(simulator.ledger.accepted).toBe(items.length - failed.length);
	});

	it('leads them to the error output with On Error continueErrorOutput', async () => {
		const simulator = await startWithDevices();
		const run = await runOnError(engine(), simulator, 'continueErrorOutput', items, parameters);
		expect(run.error).toBeUndefined();
		expect(itemsAt(run, 0).map(({ json }) => json.success)).toEqual(
			items.filter((item) => !isAtFault(item)).map(() => true),
		);
		expect(itemsAt(run, 1)).toEqual(
			failed.map((index) => ({ json: { ...items[index], ...error }, pairedItem: { item: index } })),
		);
		expect(simulator.ledger.accepted).toBe(items.length - failed.length);
	});
});

async function startWithDevices(): Promise<ApnsSimulator> {
	const simulator = await startSimulator();
	for (const token of [FIRST, STRUCK, LAST]) simulator.devices.add({ token });
	return simulator;
}
