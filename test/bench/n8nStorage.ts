/**
 * `node test/setup/bootstrap.mjs test/bench/n8nStorage.ts`: measures how many result items a real n8n can
 * store. Runs one bulk execution each with 10, 50, 100 and 250 thousand tokens, with all results as items
 * and with problems only.
 */
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { prepare } from '../setup/prepare.mjs';

await prepare();
const { ApnsSimulator } = await import('../simulator/ApnsSimulator.ts');
const { N8nServer } = await import('../e2e/N8nServer.ts');
const { CREDENTIAL_TYPE, simulatorCredential } = await import('../e2e/simulatorCredential.ts');
const { bulkWorkflow, START } = await import('../e2e/workflows.ts');

const SIZES = [10_000, 50_000, 100_000, 250_000];
const GIVE_UP_MS = 300_000;

const simulator = await ApnsSimulator.start({ unknownDevices: 'accept', ledger: 'counts' });
const n8n = await N8nServer.start();
const credential = await n8n.createCredential(
	'Simulator',
	CREDENTIAL_TYPE,
	simulatorCredential(simulator),
);
console.log('| tokens | items | execution s | stored MB | opens in s | answer MB |');
console.log('| --: | --- | --: | --: | --: | --: |');
for (const emit of ['all', 'problems']) {
	for (const size of SIZES) console.log(await measure(size, emit));
}
await n8n.stop();
await simulator.stop();
process.exit(0);

async function measure(size: number, emit: string): Promise<string> {
	const workflow = bulkWorkflow(`${size} ${emit}`, size, { title: 'Hello', options: { emit } });
	const workflowId = await n8n.importWorkflow(workflow, credential);
	const megabytesBefore = databaseMegabytes();
	const accepted = simulator.ledger.accepted;
	const startMs = performance.now();
	const cells = [size.toLocaleString('en-US'), emit];
	try {
		const id = await n8n.runManually(workflowId, START);
		const { status } = await n8n.waitForExecution(id, GIVE_UP_MS);
		const seconds = (performance.now() - startMs) / 1000;
		const openMs = performance.now();
		const stored = JSON.stringify(await n8n.rest.get(`/rest/executions/${id}`));
		cells.push(
			`${seconds.toFixed(1)} (${status})`,
			(databaseMegabytes() - megabytesBefore).toFixed(0),
			((performance.now() - openMs) / 1000).toFixed(1),
			(stored.length / 1e6).toFixed(0),
		);
	} catch (error) {
		cells.push(`failed: ${error instanceof Error ? error.message.slice(0, 120) : String(error)}`);
	}
	cells.push(`${(simulator.ledger.accepted - accepted).toLocaleString('en-US')} sent`);
	return `| ${cells.join(' | ')} |`;
}

function databaseMegabytes(): number {
	const folder = join(n8n.userFolder, '.n8n');
	return readdirSync(folder)
		.filter((name) => name.startsWith('database.sqlite'))
		.reduce((sum, name) => sum + statSync(join(folder, name)).size / 1e6, 0);
}
