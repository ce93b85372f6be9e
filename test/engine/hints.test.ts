import { describe, expect, it } from 'vitest';
import { deviceToken } from '../simulator/deviceToken.ts';
import type { RunNodeOptions } from './Engine.ts';
import { startSimulator } from '../simulator/testkit/simulatorForTests.ts';
import { runApns, useEngine } from './testkit/apnsNode.ts';

const engine = useEngine();
const send = { deviceToken: '={{ $json.deviceToken }}', title: 'Hello' };

async function hintsFor(
	tokens: string[],
	parameters: object = {},
	settings: Partial<RunNodeOptions> = {},
): Promise<string[]> {
	const simulator = await startSimulator();
	const known = simulator.devices.addMany(2);
	const gone = { state: { kind: 'unregistered', sinceMs: 1 } } as const;
	simulator.devices.addMany(2, gone, 'gone');
	simulator.devices.addMany(2, { bundleId: 'com.example.other' }, 'other');
	const run = await runApns(engine(), simulator, {
		items: (tokens.length > 0 ? tokens : known).map((token) => ({ deviceToken: token })),
		parameters: { ...send, ...parameters },
		...settings,
	});
	return run.hints.map(({ message }) => message);
}

describe('hints above the output', () => {
	it('say how many came to which end', async () => {
		expect(await hintsFor([])).toEqual(['Notifications: 2 accepted']);
	});

	it('say of the only notification what to do, where it failed, and where more is told', async () => {
		const [hint = '', ...others] = await hintsFor([deviceToken('a')]);
		expect(hint).toContain('APNs does not recognize this device token');
		expect(hint).toContain('#invalid_token');
		expect(others).toEqual([]);
		expect(await hintsFor([deviceToken('gone 0')])).toEqual([
			expect.stringContaining('Delete the token'),
		]);
	});

	it.each([
		['unknown', [deviceToken('a'), deviceToken('b')], 'Check the environment'],
		['of another app', [deviceToken('other 0'), deviceToken('other 1')], 'Check the bundle ID'],
		[
			'unregistered',
			[deviceToken('gone 0'), deviceToken('gone 1')],
			'The list of tokens may be outdated',
		],
	])('ask about the cause where all tokens are %s', async (_, tokens, question) => {
		expect(await hintsFor(tokens)).toEqual([
			expect.stringMatching(/^2 notifications: .*Troubleshooting/),
			expect.stringContaining(question),
		]);
	});

	it('ask so as well where a token is in the list twice', async () => {
		const [one, other] = [deviceToken('a'), deviceToken('b')];
		const bulk = { operation: 'bulk', tokenField: 'deviceToken', title: 'Hello' };
		expect(await hintsFor([one, other, one], bulk)).toContainEqual(
			expect.stringContaining('Check the environment'),
		);
		expect(await hintsFor([one, one], bulk)).toHaveLength(1);
	});

	it('say of an execution that was retried that it may have notified people twice', async () => {
		expect(await hintsFor([], {}, { mode: 'retry' })).toEqual([
			'Notifications: 2 accepted',
			expect.stringContaining('This execution is a retry'),
		]);
	});

	it('warn of Retry On Fail, which would send everything again', async () => {
		expect(await hintsFor([], {}, { retryOnFail: true })).toContainEqual(
			expect.stringContaining('Turn off Retry On Fail'),
		);
	});

	it('tell of an alert that shows nothing, and of a payload that is nearly full', async () => {
		expect(await hintsFor([], { title: '' })).toContainEqual(
			expect.stringContaining('shows nothing on the device'),
		);
		expect(await hintsFor([], { body: 'x'.repeat(4000) })).toContainEqual(
			expect.stringContaining('close to the maximum size'),
		);
	});

	it('name what an item holds as text, for n8n shows hints as HTML', async () => {
		const payload = JSON.stringify({ aps: { alert: 'a', '<img src=x>&': 1 } });
		expect(await hintsFor([], { payloadMode: 'json', payload })).toContainEqual(
			expect.stringMatching(/^Apple has no key "&lt;img src=x&gt;&amp;" in "aps"/),
		);
	});

	it('are few, though each item may have its own', async () => {
		const tokens = Array.from({ length: 40 }, (_, index) => deviceToken(index));
		const payload = '={{ JSON.stringify({ aps: { alert: "a", [$json.deviceToken]: 1 } }) }}';
		const hints = await hintsFor(tokens, { payloadMode: 'json', payload });
		expect(hints.filter((hint) => hint.startsWith('Apple has no key'))).toHaveLength(10);
	});

	it('tell once of what the device would ignore, although APNs accepts it', async () => {
		const liveActivity = { pushType: 'liveactivity', payloadMode: 'json', payload: '{"aps":{}}' };
		expect(await hintsFor([], liveActivity)).toEqual([
			'Notifications: 2 accepted',
			expect.stringMatching(/^A Live Activity needs "event" .*#accepted-but-not-on-the-device/),
		]);
	});
});
