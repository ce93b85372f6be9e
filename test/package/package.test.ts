import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadHostModules } from '../engine/hostModules.ts';
import { InstalledPackage } from '../engine/installedPackage.ts';
import { fromEnvironment } from '../setup/environment.ts';
import { MAX_PACKED_BYTES } from '../setup/release/tarball.ts';

const tarball = fromEnvironment('APNS_TARBALL');
const files = execFileSync('tar', ['-tzf', tarball], { encoding: 'utf8' })
	.split('\n')
	.filter((file) => file !== '')
	.map((file) => file.replace(/^package\//, ''))
	.sort();
const installed = new InstalledPackage(tarball, join(loadHostModules().folder, 'n8n-workflow'));
const read = (file: string) => readFileSync(join(installed.folder, file), 'utf8');

afterAll(() => installed.remove());

describe('the published package', () => {
	it('holds dist and papers only', () => {
		expect(files).toEqual([
			'LICENSE.md',
			'README.md',
			'dist/THIRD-PARTY-NOTICES.md',
			'dist/credentials/ApnsApi.credentials.js',
			'dist/credentials/ApnsCertificateApi.credentials.js',
			'dist/nodes/Apns/Apns.node.js',
			'dist/nodes/Apns/Apns.node.json',
			'dist/nodes/Apns/__schema__/v1.0.0/channel/create.json',
			'dist/nodes/Apns/__schema__/v1.0.0/channel/delete.json',
			'dist/nodes/Apns/__schema__/v1.0.0/channel/get.json',
			'dist/nodes/Apns/__schema__/v1.0.0/channel/getAll.json',
			'dist/nodes/Apns/__schema__/v1.0.0/connection/health.json',
			'dist/nodes/Apns/__schema__/v1.0.0/notification/broadcast.json',
			'dist/nodes/Apns/__schema__/v1.0.0/notification/bulk.json',
			'dist/nodes/Apns/__schema__/v1.0.0/notification/preview.json',
			'dist/nodes/Apns/__schema__/v1.0.0/notification/send.json',
			'dist/nodes/Apns/__schema__/v1.0.0/notification/sendAndWait.json',
			'dist/nodes/Apns/apns.dark.svg',
			'dist/nodes/Apns/apns.svg',
			'dist/nodes/Apns/delivery/thread/thread.js',
			'dist/nodes/Apns/legacyCiphers.js',
			'package.json',
		]);
	});

	it('is small', () => {
		expect(statSync(tarball).size).toBeLessThan(MAX_PACKED_BYTES);
	});

	it('has no dependency but its host', () => {
		const manifest = JSON.parse(read('package.json')) as Record<string, unknown>;
		expect(manifest).not.toHaveProperty('dependencies');
		expect(manifest).not.toHaveProperty('optionalDependencies');
		expect(manifest).toHaveProperty('peerDependencies', { 'n8n-workflow': '*' });
	});

	it('requires nothing at run time but Node.js and n8n-workflow', () => {
		for (const file of files.filter((name) => name.endsWith('.js'))) {
			const required = [...read(file).matchAll(/require\("([^"]+)"\)/g)].map(([, name]) => name);
			expect(required.filter((name) => !isProvided(name ?? ''))).toEqual([]);
		}
	});

	it('holds the licence of what is bundled', () => {
		expect(read('dist/nodes/Apns/Apns.node.js')).toContain('SignJWT');
		expect(read('dist/THIRD-PARTY-NOTICES.md')).toMatch(
			/jose .*\(MIT\)[\s\S]*Permission is hereby/,
		);
		expect(read('dist/nodes/Apns/legacyCiphers.js')).toContain('node-forge');
		expect(read('dist/THIRD-PARTY-NOTICES.md')).toMatch(
			/node-forge .*\(BSD-3-Clause\)[\s\S]*Digital Bazaar[\s\S]*Redistributions in binary form[\s\S]*Paul Tero/,
		);
		expect(read('dist/THIRD-PARTY-NOTICES.md')).not.toContain('GENERAL PUBLIC LICENSE');
	});

	it('keeps the ciphers for old files out of the file that every n8n loads', () => {
		expect(read('dist/nodes/Apns/Apns.node.js')).not.toMatch(/node-forge/);
	});

	it('names no path of the machine that built it', () => {
		for (const file of files) expect(read(file)).not.toContain(process.cwd());
	});
});

function isProvided(name: string): boolean {
	return (
		name === 'n8n-workflow' ||
		name === './legacyCiphers.js' ||
		builtinModules.includes(name.replace(/^node:/, ''))
	);
}
