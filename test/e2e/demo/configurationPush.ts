import { deviceToken } from '../../simulator/deviceToken.ts';
import type { ApnsSimulator } from '../../simulator/ApnsSimulator.ts';
import { CONFIGURATION_TRIGGER, configurationPushExample, SWITCH_NODE } from '../examples.ts';
import type { Execution } from '../Execution.ts';
import type { ResultItem } from '../ResultItem.ts';
import { differences, Report } from './Report.ts';
import type { Stage } from './Stage.ts';

const FLEET_SIZE = 1_000;
const SEND_NODE = 'Wake All Devices';

/** One kind of device in the fleet, and the branch its results have to take. */
interface Group {
	name: string;
	tokens: string[];
	expected: Partial<ResultItem>;
	branch: string;
	delivered: number;
}

/** Imports and publishes the configuration push example, and runs it once over a fleet. */
export async function runConfigurationPush(stage: Stage): Promise<Report> {
	const { simulator, n8n, credential } = stage;
	const groups = fleet(simulator);
	const tokens = shuffled(groups.flatMap((group) => group.tokens));
	const workflowId = await n8n.importWorkflow(configurationPushExample(tokens), credential);
	await n8n.publish(workflowId);
	const executionId = await n8n.runManually(workflowId, CONFIGURATION_TRIGGER);
	const execution = await n8n.waitForExecution(executionId);

	const results = execution.json<ResultItem>(SEND_NODE);
	const report = new Report('devices', 'count', 'errorCode', 'action', 'items in this branch');
	report.add(
		['all', String(results.length), '', '', ''],
		[
			...differences(execution, { status: 'success', errorMessage: undefined }),
			...differences({ results: results.length }, { results: tokens.length }),
			...(results.every((result, index) => result.deviceToken === tokens[index])
				? []
				: ['the results are not in the order of the device tokens']),
		],
	);
	for (const group of groups) {
		const own = new Set(group.tokens);
		const ownResults = results.filter((result) => own.has(result.deviceToken));
		const taken = execution.json<ResultItem>(group.branch).length;
		report.add(
			[
				group.name,
				String(ownResults.length),
				group.expected.errorCode ?? '',
				group.expected.action ?? '',
				`${taken} in "${group.branch}"`,
			],
			[
				...differences({ results: ownResults.length }, { results: group.tokens.length }),
				...ownResults.flatMap((result) => differences(result, group.expected)).slice(0, 3),
				...group.tokens
					.filter((token) => simulator.ledger.countOf(token) !== group.delivered)
					.map((token) => `${token} got ${simulator.ledger.countOf(token)} notifications`)
					.slice(0, 3),
				...branchProblems(execution, group),
			],
		);
	}
	return report;
}

function fleet({ devices }: ApnsSimulator): Group[] {
	const sinceMs = Date.parse('2026-02-01T00:00:00Z');
	const uninstalled = { kind: 'unregistered', sinceMs } as const;
	const group = (
		name: string,
		tokens: string[],
		expected: Partial<ResultItem>,
		branch: string,
		delivered = 0,
	): Group => ({ name, tokens, expected, branch, delivered });
	return [
		group(
			'active',
			devices.addMany(FLEET_SIZE - 40, {}, 'active'),
			{ errorCode: 'SUCCESS', status: 200, action: 'none' },
			'Up to Date',
			1,
		),
		group(
			'app uninstalled',
			devices.addMany(20, { state: uninstalled }, 'uninstalled'),
			{ errorCode: 'UNREGISTERED', status: 410, action: 'removeToken' },
			'Forget These Devices',
		),
		group(
			'rate-limited',
			devices.addMany(10, { rateLimited: 'always' }, 'busy'),
			{ errorCode: 'TOO_MANY_REQUESTS', status: 429, action: 'retryLater' },
			'Try Again Later',
		),
		group(
			'unknown to Apple',
			Array.from({ length: 10 }, (_, index) => deviceToken(`nobody's ${index}`)),
			{ errorCode: 'INVALID_TOKEN', status: 400, action: 'checkToken' },
			'Look into These',
		),
	];
}

function branchProblems(execution: Execution, { branch, tokens }: Group): string[] {
	const taken = new Set(execution.json<ResultItem>(branch).map((item) => item.deviceToken));
	const missing = tokens.filter((token) => !taken.has(token)).length;
	const strangers = taken.size - (tokens.length - missing);
	return missing === 0 && strangers === 0
		? []
		: [`${SWITCH_NODE} "${branch}" misses ${missing} and has ${strangers} of others`];
}

/** Kinds mixed as in a real list, the same way each time. */
function shuffled(tokens: string[]): string[] {
	return tokens.toSorted();
}
