import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INodeParameters, INodeProperties } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { N8N_VERSIONS, NEWEST } from '../compat/versions.ts';
import { fromEnvironment } from '../setup/environment.ts';
import { dialogOf, loadBeside, panelOf, type LoadedPackage } from './panel.ts';

const newest = loadBeside(join(fromEnvironment('N8N_FOLDER'), 'node_modules', 'n8n-workflow'));
const { properties } = newest.node.description;

/** The values that a parameter can be set to, in all its variants. */
function valuesOf(name: string): string[] {
	const options = properties.flatMap((field) => (field.name === name ? (field.options ?? []) : []));
	return [...new Set(options.map((option) => String('value' in option && option.value)))];
}

/** Each collection with all its fields added. */
const ALL_FIELDS = Object.fromEntries(
	properties
		.filter(({ type }) => type === 'collection')
		.map(({ name, options }) => [
			name,
			Object.fromEntries(
				(options as INodeProperties[]).map((field) => [field.name, field.default]),
			),
		]),
) as INodeParameters;

const NOTIFICATIONS = valuesOf('payloadMode').flatMap((payloadMode) => [
	...valuesOf('pushType').map((pushType) => ({ payloadMode, pushType })),
	...valuesOf('event').map((event) => ({ payloadMode, pushType: 'liveactivity', event })),
]);

/** Every choice of a user that determines the fields. */
const SETTINGS: readonly INodeParameters[] = [
	...['send', 'bulk', 'preview', 'broadcast'].flatMap((operation) =>
		NOTIFICATIONS.map((kind) => ({ resource: 'notification', operation, ...kind })),
	),
	...valuesOf('responseType').map((responseType) => ({
		resource: 'notification',
		operation: 'sendAndWait',
		responseType,
	})),
	...['create', 'delete', 'get', 'getAll'].map((operation) => ({ resource: 'channel', operation })),
	{ resource: 'connection', operation: 'health' },
].flatMap((settings) => [
	{ ...settings, authentication: 'token' },
	{ ...settings, authentication: 'certificate', ...ALL_FIELDS },
]);

const ENTRIES: readonly INodeParameters[] = ['production', 'sandbox', 'custom'].flatMap(
	(environment) => ['p12', 'pem'].map((format) => ({ environment, format })),
);

const panels = (loaded: LoadedPackage) => SETTINGS.map((settings) => panelOf(loaded, settings));
const dialogs = (loaded: LoadedPackage) =>
	loaded.credentials.flatMap((credential) =>
		ENTRIES.map((entries) => dialogOf(loaded, credential, entries)),
	);

const panelsOfNewest = panels(newest);
const dialogsOfNewest = dialogs(newest);

describe('what is compared', () => {
	it('are all versions of n8n that the package is tried in', () => {
		const older = N8N_VERSIONS.filter((version) => version !== NEWEST);
		expect(olderVersions().map(({ version }) => version)).toEqual(
			expect.arrayContaining(older.map(({ workflow }) => workflow)),
		);
	});

	it('is all that a person can choose', () => {
		const chosen = SETTINGS.map(({ operation, pushType }) => `${operation} ${pushType ?? ''}`);
		expect(new Set(chosen).size).toBe(4 * 12 + 1 + 5);
		expect(SETTINGS.map(({ operation }) => operation)).toEqual(
			expect.arrayContaining(valuesOf('operation')),
		);
	});

	it('differs from one choice to another, and asks for what is required', () => {
		expect(new Set(panelsOfNewest.map(({ shown }) => shown.join())).size).toBeGreaterThan(20);
		const [send] = panelsOfNewest;
		expect(send?.missing).toEqual(['deviceToken']);
	});
});

describe.each(olderVersions())('in n8n-workflow $version', ({ folder }) => {
	const loaded = loadBeside(folder);

	it('the node has the same panel as in the newest, whatever it is set to', () => {
		panels(loaded).forEach((panel, index) => {
			expect(panel, JSON.stringify(SETTINGS[index])).toEqual(panelsOfNewest[index]);
		});
	});

	it('both credentials have the same dialog', () => {
		expect(dialogs(loaded)).toEqual(dialogsOfNewest);
	});
});

/** The versions that are installed next to the engine of the oldest n8n, starting with the oldest. */
function olderVersions(): Array<{ version: string; folder: string }> {
	const folder = fromEnvironment('OLDER_N8N_FOLDER');
	const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
		dependencies: Record<string, string>;
	};
	return Object.entries(manifest.dependencies)
		.filter(([name]) => name.startsWith('n8n-workflow'))
		.map(([name, range]) => ({
			version: range.replace(/^.*@/, ''),
			folder: join(folder, 'node_modules', name),
		}));
}
