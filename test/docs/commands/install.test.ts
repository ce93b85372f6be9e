import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { needs } from '../../setup/needs.ts';
import { temporaryFolder } from '../../setup/temporaryFolder.mjs';
import { codeBlocks, ROOT, textOf } from '../documents.ts';
import { CommandsToRun } from './documentedCommands.ts';
import { NpmRegistry } from './NpmRegistry.ts';
import { runShell } from './runShell.ts';

const HOME_IN_IMAGE = '/home/node';
const NAME = 'n8n-nodes-apns';

interface Service {
	readonly image: string;
	readonly build?: string;
	readonly command?: string;
	readonly environment?: Readonly<Record<string, string>>;
	readonly volumes?: readonly string[];
	readonly depends_on?: Readonly<Record<string, unknown>>;
}

const commands = new CommandsToRun(import.meta.filename);
const NPM_INSTALL = commands.takeOne('npm install --prefix ');
const NPM_UNINSTALL = commands.takeOne('npm uninstall --prefix ');
const DOCKER_RUN = commands.takeOne('RUN npm install --prefix ').replace(/^RUN /, '');
const CREATE_SECRETS = commands.take('echo ');
const EXPORTS = commands.take('export ');

const [composeFile = ''] = codeBlocks(textOf('docs/install.md'), 'yaml');
const { peerDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
	peerDependencies: Record<string, string>;
};

test('no command of docs/install.md is forgotten', () => expect(commands.left).toEqual([]));

// npm takes its time on a busy machine.
describe('the npm commands of docs/install.md and the README', { timeout: 60_000 }, () => {
	let registry: NpmRegistry;
	const installed = (home: string) => join(home, '.n8n', 'nodes', 'node_modules');
	const run = async (command: string, home: string) =>
		await runShell(command, { home, environment: registry.environment });

	beforeAll(async () => {
		const version = /@([\d.]+)$/.exec(NPM_INSTALL)?.[1] ?? '';
		registry = await NpmRegistry.start({ name: NAME, version, peerDependencies });
	});

	afterAll(() => registry?.stop());

	test('install the package where n8n looks for it, without n8n’s own library, and uninstall it', async () => {
		const home = temporaryFolder('home');
		await run(NPM_INSTALL, home);
		const packages = readdirSync(installed(home)).filter((name) => !name.startsWith('.'));
		expect(packages).toEqual([NAME]);
		expect(new Set(registry.requests)).toEqual(new Set([`/${NAME}`, `/${NAME}.tgz`]));

		await run(NPM_UNINSTALL, home);
		expect(existsSync(join(installed(home), NAME))).toBe(false);
	});

	test('build an image with the package where n8n looks for it', async () => {
		const home = temporaryFolder('home');
		expect(DOCKER_RUN).toContain(HOME_IN_IMAGE);
		await run(DOCKER_RUN.replaceAll(HOME_IN_IMAGE, home), home);
		expect(existsSync(join(installed(home), NAME, 'package.json'))).toBe(true);
	});
});

describe('the compose file of docs/install.md', () => {
	const { services, volumes } = parse(composeFile, { merge: true }) as {
		services: Record<string, Service>;
		volumes: Record<string, unknown>;
	};

	test('has a main process and a worker of the same image and settings, PostgreSQL and Redis', () => {
		const { main, worker, ...others } = services;
		expect(Object.keys(others).sort()).toEqual(['postgres', 'redis']);
		expect(worker).toMatchObject({ command: 'worker', build: '.' });
		expect(main?.image).toBe(worker?.image);
		expect(main?.environment).toEqual(worker?.environment);
		expect(Object.keys(main?.depends_on ?? {})).toEqual(Object.keys(others));
	});

	test('mounts nothing over the package in the image, and declares each volume', () => {
		const mounts = Object.values(services).flatMap((service) => service.volumes ?? []);
		expect(mounts.filter((mount) => mount.includes(HOME_IN_IMAGE))).toEqual([]);
		expect(mounts.map((mount) => mount.split(':')[0])).toEqual(Object.keys(volumes));
	});

	test(
		'needs the secrets that the commands below it create, new ones each time',
		needs('openssl'),
		async () => {
			const folder = temporaryFolder('secrets');
			for (const command of CREATE_SECRETS) await runShell(command, { folder });
			const lines = readFileSync(join(folder, '.env'), 'utf8').trim().split('\n');
			expect(lines.map((line) => line.replace(/=[0-9a-f]{48}$/, ''))).toEqual([
				...new Set(composeFile.match(/(?<=\$\{)\w+/g)),
			]);
		},
	);
});

test('the list of packages for n8n’s environment is JSON that names this package', async () => {
	const { stdout } = await runShell(`${EXPORTS.join('\n')}\nprintf %s "$N8N_COMMUNITY_PACKAGES"`);
	expect(JSON.parse(stdout)).toMatchObject([{ name: NAME }]);
});

test('the Dockerfile is the same in the README and in docs/install.md', () => {
	const of = (document: string) => codeBlocks(textOf(document), 'dockerfile');
	expect(of('README.md')).toHaveLength(1);
	expect(of('README.md')).toEqual(of('docs/install.md'));
});
