import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import { describe, expect, it } from 'vitest';
import { freePort } from '../e2e/freePort.ts';
import { simulatorCertificate, simulatorCredential } from '../e2e/simulatorCredential.ts';
import { channelId } from '../simulator/ChannelRegistry.ts';
import { deviceToken } from '../simulator/deviceToken.ts';
import type { NodeRun } from './Engine.ts';
import { startSimulator } from '../simulator/testkit/simulatorForTests.ts';
import { results, runApns, useEngine } from './testkit/apnsNode.ts';
import { tuned } from './testkit/tuned.ts';

const engine = useEngine();

interface Schema {
	readonly type: string | readonly string[];
	readonly properties?: Readonly<Record<string, Schema>>;
	/** Of a list. */
	readonly items?: Schema;
}

function schemaOf(path: string): Schema {
	const folder = join(import.meta.dirname, '../../nodes/Apns/__schema__/v1.0.0');
	return JSON.parse(readFileSync(join(folder, `${path}.json`), 'utf8')) as Schema;
}

/** Each path in the schema with its types. */
function typesIn(schema: Schema, path = ''): Map<string, Set<string>> {
	const types = new Map([[path, new Set([schema.type].flat())]]);
	for (const [key, inner] of Object.entries(schema.properties ?? {})) {
		for (const [at, found] of typesIn(inner, `${path}.${key}`)) types.set(at, found);
	}
	if (schema.items)
		for (const [at, found] of typesIn(schema.items, `${path}[]`)) types.set(at, found);
	return types;
}

/** Each path in the items with the types of its values. A number is an integer if all of them are. */
function typesSeen(items: readonly IDataObject[]): Map<string, Set<string>> {
	const types = new Map<string, Set<string>>();
	const look = (value: unknown, path: string) => {
		const seen = types.get(path) ?? new Set();
		types.set(path, seen.add(typeOf(value)));
		if (typeof value !== 'object' || value === null) return;
		for (const [key, inner] of Object.entries(value)) {
			look(inner, Array.isArray(value) ? `${path}[]` : `${path}.${key}`);
		}
	};
	for (const item of items) look(item, '');
	for (const seen of types.values()) {
		if (seen.has('number')) seen.delete('integer');
		// The editor shows the fields of an object only if its type in the schema is "object" and nothing else.
		if (seen.has('object')) seen.delete('null');
	}
	return types;
}

function typeOf(value: unknown): string {
	if (value === null) return 'null';
	if (Array.isArray(value)) return 'array';
	return Number.isInteger(value) ? 'integer' : typeof value;
}

/** Devices and errors that produce every field of a result with and without a value. */
async function startWithAllKinds() {
	const simulator = await startSimulator();
	const tokens = [
		simulator.devices.add({ token: deviceToken('fine') }),
		simulator.devices.add({
			token: deviceToken('gone'),
			state: { kind: 'unregistered', sinceMs: 1 },
		}),
		simulator.devices.add({ token: deviceToken('busy'), rateLimited: 'always' }),
		deviceToken('unknown'),
		'no token at all',
		null,
	];
	return { simulator, items: tokens.map((token) => ({ deviceToken: token })) };
}

/** Only a result from another environment than the credential's has this field (results/resultItem.test.ts). */
const seenWithEnvironment = (run: NodeRun) =>
	typesSeen(results(run)).set('.environment', new Set(['string']));

describe('the output that the editor shows before the first run', () => {
	it('of Send is what comes out', async () => {
		const { simulator, items } = await startWithAllKinds();
		const run = await runApns(engine(), simulator, {
			items,
			parameters: {
				deviceToken: '={{ $json.deviceToken }}',
				title: 'Hello',
				simplify: true,
				options: tuned({ maxAttempts: 1 }),
			},
		});
		expect(results(run)).toHaveLength(items.length);
		expect(seenWithEnvironment(run)).toEqual(typesIn(schemaOf('notification/send')));
	});

	it('of Send in Bulk is what comes out', async () => {
		const { simulator, items } = await startWithAllKinds();
		const run = await runApns(engine(), simulator, {
			items: [...items, items[0]!],
			parameters: {
				operation: 'bulk',
				title: 'Hello',
				simplify: true,
				options: tuned({ maxAttempts: 1 }),
			},
		});
		expect(results(run).at(-1)).toHaveProperty('duplicate', true);
		expect(seenWithEnvironment(run)).toEqual(typesIn(schemaOf('notification/bulk')));
	});

	it('of Broadcast is what comes out', async () => {
		const simulator = await startSimulator();
		const [fine, busy] = [simulator.channels.add(), simulator.channels.add()];
		simulator.faults.add({
			kind: 'answer',
			...{ status: 429, reason: 'TooManyRequests', headers: { 'retry-after': '60' } },
			at: { request: 2 },
		});
		const run = await runApns(engine(), simulator, {
			items: [fine, busy, channelId('never made'), null].map((id) => ({ channelId: id })),
			parameters: {
				operation: 'broadcast',
				simplify: true,
				channelId: '={{ $json.channelId }}',
				contentState: '{"goals":1}',
				options: tuned({ maxAttempts: 1, maxConcurrentStreams: 1 }),
			},
		});
		// As for a device: a broadcast has no time.
		const seen = seenWithEnvironment(run).set('.timestamp', new Set(['string']));
		expect(seen).toEqual(typesIn(schemaOf('notification/broadcast')));
	});

	it.each(['create', 'get', 'getAll', 'delete'])(
		'of Channel: %s is what comes out',
		async (operation) => {
			const simulator = await startSimulator();
			const id = simulator.channels.add();
			const parameters = { resource: 'channel', operation, channelId: id };
			const run = await runApns(engine(), simulator, { parameters });
			expect(typesSeen(results(run))).toEqual(typesIn(schemaOf(`channel/${operation}`)));
		},
	);

	it('of Preview is what comes out', async () => {
		const { simulator, items } = await startWithAllKinds();
		const run = await runApns(engine(), simulator, {
			items,
			parameters: {
				operation: 'preview',
				deviceToken: '={{ $json.deviceToken }}',
				options: { expiration: { values: { expires: 'nowOrNever' } }, collapseId: 'order-7' },
			},
		});
		expect(results(run)).toHaveLength(items.length);
		const seen = typesSeen(results(run));
		// The contents of a payload belong to the app.
		for (const path of seen.keys()) if (path.startsWith('.payload.')) seen.delete(path);
		expect(seen).toEqual(typesIn(schemaOf('notification/preview')));
	});

	it('of Check Health is what comes out', async () => {
		const parameters = { resource: 'connection', operation: 'health' };
		const simulator = await startSimulator();
		const credential = simulatorCredential(simulator);
		const nobody = { ...credential, baseUrl: `https://127.0.0.1:${await freePort()}` };
		const reports: IDataObject[] = [];
		for (const apnsApi of [
			credential,
			nobody,
			{ ...credential, keyId: 'WRONGKEY00' },
			{ ...credential, keyId: '' },
			{ ...credential, proxy: `http://127.0.0.1:${await freePort()}` },
		]) {
			const run = await runApns(engine(), simulator, { parameters, credentials: { apnsApi } });
			reports.push(...results(run));
		}
		const certificate = await simulator.createClientCertificate();
		const run = await runApns(engine(), simulator, {
			parameters: { ...parameters, authentication: 'certificate' },
			credentials: { apnsCertificateApi: simulatorCertificate(simulator, certificate) },
		});
		reports.push(...results(run));
		const seen = typesSeen(reports);
		const schema = typesIn(schemaOf('connection/health'));
		// Apple and the simulator always use TLS, announce a limit and answer PING.
		for (const name of ['tlsVersion', 'maxConcurrentStreams', 'pingMs']) {
			seen.get(`.connection.${name}`)?.add('null');
		}
		expect(seen).toEqual(schema);
	});
});
