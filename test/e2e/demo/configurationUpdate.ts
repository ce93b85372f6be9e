import type { IDataObject } from 'n8n-workflow';
import { deviceToken } from '../../simulator/deviceToken.ts';
import type { ApnsSimulator } from '../../simulator/ApnsSimulator.ts';
import { readExample, withoutDatabase } from '../examples/readExample.ts';
import type { Execution } from '../Execution.ts';
import type { ResultItem } from '../ResultItem.ts';
import { differences, Report } from './Report.ts';
import type { StageParts } from './Stage.ts';

const FLEET_SIZE = 1_000;
const BUTTON = 'Now';
const SEND_NODE = 'Wake All Devices';

/** The node's outputs, in order. */
const OUTPUTS = ['Sent', 'Unregistered', 'Retry Later', 'Failed'];

/** One kind of device in the fleet, and its expected results. */
interface Group {
	name: string;
	tokens: string[];
	/** The outputs that the results are returned at, one after another. */
	way: string;
	/** The last result. */
	expected: Partial<ResultItem>;
	delivered: number;
}

/** Imports and publishes the configuration update example, and runs it once over a fleet. */
export async function runConfigurationUpdate(stage: StageParts): Promise<Report> {
	const { simulator, n8n, credential } = stage;
	const groups = fleet(simulator);
	const rows = groups
		.flatMap(({ tokens }) => tokens)
		// Kinds mixed as in a real list, in the same order each time.
		.toSorted()
		.map((token) => ({ deviceToken: token }));
	const example = withoutDatabase(readExample('configuration-update-postgres'), rows);
	const workflowId = await n8n.importWorkflow(example, credential);
	await n8n.publish(workflowId);
	const execution = await n8n.waitForExecution(await n8n.runManually(workflowId, BUTTON));

	const ways = waysOf(execution);
	const report = new Report('devices', 'count', 'errorCode', 'action', 'came out of');
	report.add(
		['all', String(ways.size), '', '', ''],
		[
			...differences(execution, { status: 'success', errorMessage: undefined }),
			...differences({ devices: ways.size }, { devices: rows.length }),
		],
	);
	for (const { name, tokens, way, expected, delivered } of groups) {
		report.add(
			[name, String(tokens.length), expected.errorCode ?? '', expected.action ?? '', way],
			tokens
				.flatMap((token) => {
					const actual = {
						...ways.get(token)?.at(-1)?.result,
						way: ways
							.get(token)
							?.map(({ output }) => output)
							.join(', '),
						delivered: simulator.ledger.countOf(token),
					};
					return differences(actual, { ...expected, way, delivered });
				})
				.slice(0, 3),
		);
	}
	return report;
}

function fleet({ devices, faults }: ApnsSimulator): Group[] {
	const sinceMs = Date.parse('2026-02-01T00:00:00Z');
	const busy = devices.addMany(10, {}, 'busy');
	for (const token of busy) {
		// The number of attempts of the node itself.
		faults.add({
			...{ kind: 'answer', status: 429, reason: 'TooManyRequests' },
			...{ headers: { 'retry-after': '1' }, at: { tokens: [token], times: 3 } },
		});
	}
	return [
		{
			name: 'active',
			tokens: devices.addMany(FLEET_SIZE - 40, {}, 'active'),
			way: 'Sent',
			expected: { errorCode: 'SUCCESS', action: 'none' },
			delivered: 1,
		},
		{
			name: 'app uninstalled',
			tokens: devices.addMany(20, { state: { kind: 'unregistered', sinceMs } }, 'uninstalled'),
			way: 'Unregistered',
			expected: { errorCode: 'UNREGISTERED', action: 'removeToken' },
			delivered: 0,
		},
		{
			name: 'rate-limited at first',
			tokens: busy,
			way: 'Retry Later, Sent',
			expected: { errorCode: 'SUCCESS', action: 'none' },
			delivered: 1,
		},
		{
			name: 'unknown to Apple',
			tokens: Array.from({ length: 10 }, (_, index) => deviceToken(`nobody's ${index}`)),
			way: 'Failed',
			expected: { errorCode: 'INVALID_TOKEN', action: 'checkToken' },
			delivered: 0,
		},
	];
}

interface Step {
	output: string | undefined;
	result: IDataObject;
}

/** For each device token, the outputs that its results were returned at, in the order of the runs. */
function waysOf(execution: Execution): Map<string, Step[]> {
	const ways = new Map<string, Step[]>();
	for (const outputs of execution.runs(SEND_NODE)) {
		for (const [index, items] of outputs.entries()) {
			for (const { json } of items) {
				const token = String(json['deviceToken']);
				const step = { output: OUTPUTS[index], result: json };
				ways.set(token, [...(ways.get(token) ?? []), step]);
			}
		}
	}
	return ways;
}
