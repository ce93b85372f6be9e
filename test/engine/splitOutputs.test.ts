import { describe, expect, it } from 'vitest';
import { deviceToken } from '../simulator/deviceToken.ts';
import { startSimulator } from '../simulator/testkit/simulatorForTests.ts';
import { expressionEngines } from './hostModules.ts';
import { runApns, useEngine } from './testkit/apnsNode.ts';
import { runOnError } from './testkit/onError.ts';
import { tuned } from './testkit/tuned.ts';

const engine = useEngine();

/** One device for each output, and its position there. */
async function startWithOneOfEach() {
	const simulator = await startSimulator();
	const sent = simulator.devices.add({ token: deviceToken('sent') });
	const gone = simulator.devices.add({
		token: deviceToken('gone'),
		state: { kind: 'unregistered', sinceMs: 1 },
	});
	const later = simulator.devices.add({ token: deviceToken('later'), rateLimited: 'always' });
	const unclear = simulator.devices.add({ token: deviceToken('unclear') });
	simulator.faults.add({
		kind: 'reset',
		code: 2,
		when: 'afterProcessing',
		at: { tokens: [unclear] },
	});
	const unknown = deviceToken('unknown');
	const tokens = [later, unclear, sent, unknown, gone];
	return {
		simulator,
		items: tokens.map((token) => ({ deviceToken: token })),
		sent,
		gone,
		later,
		unclear,
		unknown,
	};
}

const options = tuned({ maxAttempts: 1 });

const parametersOf = (operation: string) => ({
	resource: 'notification',
	operation,
	deviceToken: '={{ $json.deviceToken }}',
	title: 'Hello',
	splitOutputs: true,
});

describe.each(['send', 'bulk'])('split outputs of %s', (operation) => {
	const parameters = parametersOf(operation);

	it('are four: sent, unregistered, retry later, failed, each in the order of the input', async () => {
		const { simulator, items, sent, gone, later, unclear, unknown } = await startWithOneOfEach();
		const run = await runApns(engine(), simulator, {
			items,
			parameters: { ...parameters, options },
		});
		expect(run.error).toBeUndefined();
		expect(run.items.map((output) => output.map(({ json }) => json.deviceToken))).toEqual([
			[sent],
			[gone],
			[later],
			[unclear, unknown],
		]);
		expect(run.items.flat().map(({ pairedItem }) => pairedItem)).toEqual(
			[2, 4, 0, 1, 3].map((item) => ({ item })),
		);
		expect(run.items[3]?.[0]?.json).toMatchObject({ outcome: 'unknown', action: 'review' });
	});

	it('come before n8n’s error output, which has the failures in the order of the input', async () => {
		const { simulator, items, sent, ...others } = await startWithOneOfEach();
		const run = await runApns(engine(), simulator, {
			items,
			onError: 'continueErrorOutput',
			parameters: { ...parameters, options: { ...options, failOnRejection: true } },
		});
		expect(run.items.map((output) => output.length)).toEqual([1, 0, 0, 0, 4]);
		expect(run.items[0]?.[0]?.json).toMatchObject({ deviceToken: sent, success: true });
		const { later, unclear, unknown, gone } = others;
		expect(run.items[4]?.map(({ json }) => json.error)).toMatchObject(
			[later, unclear, unknown, gone].map((token) => ({ deviceToken: token })),
		);
		expect(run.items[4]?.map(({ pairedItem }) => pairedItem)).toEqual(
			[0, 1, 3, 4].map((item) => ({ item })),
		);
	});

	it('turn into one error, not four, where the set-up is at fault', async () => {
		const { simulator, items } = await startWithOneOfEach();
		const wrong = { ...parameters, customData: '{' };
		const stopped = await runApns(engine(), simulator, { items, parameters: wrong });
		expect(stopped.error?.message).toContain("'Custom Data'");
		const continued = await runApns(engine(), simulator, {
			items,
			parameters: wrong,
			onError: 'continueRegularOutput',
		});
		expect(continued.items.map((output) => output.length)).toEqual([0, 0, 0, 5]);
		expect(simulator.ledger.requests).toBe(0);
	});
});

describe('split outputs by an expression, which the panel does not take', () => {
	const engines = expressionEngines().map((expressionEngine) => useEngine({ expressionEngine }));

	it.each(['={{ true }}', '={{ $json.split }}', "={{ $('Nope').item.json.split }}"])(
		'are not split, and nothing is lost: %s',
		async (splitOutputs) => {
			const { simulator, items } = await startWithOneOfEach();
			for (const one of engines) {
				const run = await runOnError(
					one(),
					simulator,
					'continueErrorOutput',
					items.map((item) => ({ ...item, split: true })),
					{ ...parametersOf('send'), splitOutputs },
				);
				expect(run.items.map((output) => output.length)).toEqual([5, 0]);
			}
		},
	);
});

describe('without split outputs', () => {
	it('everything comes out of the one there is', async () => {
		const { simulator, items } = await startWithOneOfEach();
		const run = await runApns(engine(), simulator, {
			items,
			parameters: { deviceToken: '={{ $json.deviceToken }}', title: 'Hello', options },
		});
		expect(run.items.map((output) => output.length)).toEqual([5]);
	});
});
