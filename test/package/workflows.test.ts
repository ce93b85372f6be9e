import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { scripts } from '../../package.json' with { type: 'json' };

type Permissions = Record<string, string>;

interface Step {
	uses?: string;
	run?: string;
	with?: Record<string, unknown>;
}

interface Job {
	needs?: string | string[];
	permissions?: Permissions;
	environment?: string;
	'timeout-minutes'?: number;
	steps: Step[];
}

interface Workflow {
	on: Record<string, unknown>;
	permissions: Permissions;
	concurrency?: unknown;
	jobs: Record<string, Job>;
}

const files = globSync('.github/workflows/*.yml').sort();
const text = (file: string) => readFileSync(file, 'utf8');
const workflows = files.map((file) => ({
	name: basename(file),
	workflow: parse(text(file)) as Workflow,
}));
const jobs = workflows.flatMap(({ name, workflow }) =>
	Object.entries(workflow.jobs).map(([id, job]) => ({ id: `${name}, ${id}`, job })),
);
const release = parse(text('.github/workflows/release.yml')) as Workflow;

const PUBLISH = 'release.yml, publish';

function linesOf({ steps }: Job): string[] {
	return steps.flatMap(({ run }) => (run ?? '').split('\n')).filter((line) => line !== '');
}

/** Whether a checkout can run the line: one npm script, or one file, with plain arguments. */
function isOurs(line: string): boolean {
	if (!/^[\w./: -]+$/.test(line)) return false;
	const [command = '', ...rest] = line.split(' ');
	if (command !== 'npm') return existsSync(command === 'node' ? (rest[0] ?? '') : command);
	const script = rest[0] === 'run' ? rest[1] : rest[0] === 'test' ? 'test' : undefined;
	return script !== undefined && script in scripts;
}

function needs(id: string): string[] {
	const direct = [release.jobs[id]?.needs ?? []].flat();
	return [...direct, ...direct.flatMap(needs)];
}

describe("GitHub's workflows", () => {
	it('are these', () => {
		expect(workflows.map(({ name }) => name)).toEqual(['ci.yml', 'compat.yml', 'release.yml']);
	});

	it.each(jobs.filter(({ id }) => id !== PUBLISH))('run what runs here, too: $id', ({ job }) => {
		expect(linesOf(job).filter((line) => !isOurs(line))).toEqual([]);
	});

	it.each(files)('%s pins each action by commit and says its version', (file) => {
		const uses = text(file)
			.split('\n')
			.filter((line) => line.includes('uses:'));
		expect(uses).not.toEqual([]);
		for (const line of uses) {
			expect(line).toMatch(/uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
		}
	});

	it('pin an action by one commit in all files', () => {
		const pins = files.flatMap((file) => text(file).match(/[\w-]+\/[\w-]+@\S+ # \S+/g) ?? []);
		const actions = pins.map((pin) => pin.split('@')[0]);
		expect(new Set(pins).size).toBe(new Set(actions).size);
	});

	it.each(workflows)('$name may only read, except to publish', ({ name, workflow }) => {
		expect(workflow.permissions).toEqual({ contents: 'read' });
		for (const [id, { permissions }] of Object.entries(workflow.jobs)) {
			const publishes = `${name}, ${id}` === PUBLISH;
			expect(permissions, id).toEqual(publishes ? { 'id-token': 'write' } : undefined);
		}
	});

	it.each(files)('%s knows no secret', (file) => {
		expect(text(file)).not.toMatch(/secrets\.|_TOKEN|inherit/);
	});

	it.each(jobs)('put nothing from outside into a command: $id', ({ job }) => {
		expect(linesOf(job).join('\n')).not.toContain('${{');
	});

	it.each(workflows)('$name is not started by a foreign branch with our rights', ({ workflow }) => {
		expect(workflow.on).not.toHaveProperty('pull_request_target');
		expect(workflow.on).not.toHaveProperty('workflow_run');
	});

	it.each(workflows)('$name does not run beside itself', ({ workflow }) => {
		expect(workflow.concurrency).toBeTruthy();
	});

	it.each(jobs)('end, and leave no credential in the checkout: $id', ({ job }) => {
		expect(job['timeout-minutes']).toBeGreaterThan(0);
		for (const { uses, with: settings } of job.steps) {
			if (uses?.startsWith('actions/checkout@')) {
				expect(settings).toMatchObject({ 'persist-credentials': false });
			}
		}
	});
});

describe('the release workflow', () => {
	it('starts with a version tag and nothing else', () => {
		expect(release.on).toEqual({ push: { tags: ['v*'] } });
	});

	it('publishes after all tests and the checks of a release', () => {
		const before = needs('publish').map((id) => linesOf(release.jobs[id] as Job));
		expect(before).toContainEqual(expect.arrayContaining(['.ci/run', 'npm run test:nodes']));
		expect(before).toContainEqual([expect.stringMatching(/^npm run release -- --dry-run /)]);
	});

	it('publishes what was checked, with provenance, and runs nothing else where npm trusts it', () => {
		const { steps, environment } = release.jobs['publish'] as Job;
		expect(steps.flatMap(({ run }) => run ?? [])).toEqual(['npm publish ./*.tgz --provenance']);
		expect(steps.map(({ uses }) => uses?.split('@')[0])).toEqual([
			'actions/setup-node',
			'actions/download-artifact',
			undefined,
		]);
		expect(environment).toBe('npm');
	});

	it('takes nothing from a cache', () => {
		for (const { steps } of Object.values(release.jobs)) {
			for (const { uses, with: settings } of steps) {
				expect(uses ?? '').not.toMatch(/^actions\/cache/);
				if (!uses?.startsWith('actions/setup-node@')) continue;
				expect(settings).toMatchObject({ 'package-manager-cache': false });
				expect(settings).not.toHaveProperty('cache');
			}
		}
	});
});
