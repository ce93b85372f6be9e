import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { installedN8nVersion } from '../../e2e/installedN8n.ts';
import { n8nNode } from '../../setup/environment.ts';
import type { CheckStage, NodeType } from '../CheckStage.ts';

const NODE = 'n8n-nodes-apns.apns';

/** n8n finds the package and shows its contents. */
export function loading(stage: () => CheckStage): void {
	describe('loading', () => {
		test('this is the n8n and the Node.js of this cell', async () => {
			const node = execFileSync(n8nNode, ['--version'], { encoding: 'utf8' }).trim();
			const settings = await stage().n8n.rest.get<object>('/rest/settings');
			expect(settings).toMatchObject({
				versionCli: installedN8nVersion(),
				nodeJsVersion: node.replace(/^v/, ''),
			});
		});

		test('the node is there, and as a tool', async () => {
			const names = (await stage().nodeTypes()).map(({ name }) => name);
			expect(names).toEqual(expect.arrayContaining([NODE, `${NODE}Tool`]));
		});

		test('both credentials are there', async () => {
			expect((await credentialTypes()).map(({ name }) => name).toSorted()).toEqual([
				'apnsApi',
				'apnsCertificateApi',
			]);
		});

		test('their icons are there, light and dark', async () => {
			const node = (await stage().nodeTypes()).find(({ name }) => name === NODE);
			for (const { iconUrl } of [node, ...(await credentialTypes())] as NodeType[]) {
				for (const url of [iconUrl.light, iconUrl.dark]) {
					expect(await fileAt(url)).toMatch(/^<svg/);
				}
			}
		});

		test('the output of each operation can be shown before it has run', async () => {
			const schema = await fileAt(`schemas/${NODE}/1.0.0/notification/send.json`);
			expect(JSON.parse(schema)).toHaveProperty('properties.errorCode');
		});

		async function credentialTypes(): Promise<Pick<NodeType, 'name' | 'iconUrl'>[]> {
			const all = await stage().n8n.rest.getFile<NodeType[]>('/types/credentials.json');
			return all.filter(({ name }) => name.startsWith('apns'));
		}

		async function fileAt(path: string): Promise<string> {
			return await stage().n8n.rest.getText(`/${path}`);
		}
	});
}
