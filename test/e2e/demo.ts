/**
 * `npm run demo`: two of the examples in a real n8n, against a local APNs and without a database. With
 * `--once`, it ends by itself and succeeds only if every result was correct; otherwise n8n stays until Ctrl-C.
 */
import { addSampleDevices } from '../simulator/cli/sampleDevices.ts';
import { deviceLines } from '../simulator/cli/texts.ts';
import { runConfigurationUpdate } from './demo/configurationUpdate.ts';
import { runPaymentApprovals } from './demo/paymentApprovals.ts';
import type { Report } from './demo/Report.ts';
import { Stage } from './demo/Stage.ts';
import { OWNER } from './N8nRest.ts';

const once = process.argv.includes('--once');
let stage: Stage | undefined;
let ending = false;

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
	// Not "once": a second Ctrl-C must not interrupt the cleanup.
	process.on(signal, () => void end(once ? 1 : 0));
}

try {
	console.log('· Starting the APNs simulator and n8n …');
	stage = await Stage.start();
	console.log(`✓ Simulator at ${stage.simulator.baseUrl}, n8n at ${stage.n8n.url}`);
	console.log(
		`✓ Credential "${stage.credential.name}", its test says: ${stage.credentialMessage}\n`,
	);

	const problems = [
		...(await show(
			'Payment approval: four people are asked. One does not answer, and n8n looks once a minute for\nwaits that have ended: this takes up to 70 seconds.',
			runPaymentApprovals(stage),
		)),
		...(await show('Configuration update: 1,000 devices, one node', runConfigurationUpdate(stage))),
	];
	if (problems.length === 0) console.log('Every result was the right one.');
	else console.log(`${problems.length} results were not the right ones, see above.`);

	if (once) {
		await end(problems.length === 0 ? 0 : 1);
	} else {
		console.log(`\nn8n:   ${stage.n8n.url}`);
		console.log(`login: ${OWNER.email}`);
		console.log(`       ${OWNER.password}`);
		console.log(
			'Both workflows are in it, published. Try these device tokens in a workflow of your own:\n',
		);
		console.log(deviceLines(addSampleDevices(stage.simulator, Date.now())));
		console.log('\nCtrl-C ends everything.');
	}
} catch (error) {
	if (!ending) {
		console.error(error instanceof Error ? error.message : error);
		await end(1);
	}
}

async function show(title: string, running: Promise<Report>): Promise<readonly string[]> {
	console.log(`${title}\n`);
	const report = await running;
	console.log(`${report}\n`);
	return report.problems;
}

async function end(exitCode: number): Promise<void> {
	if (ending) return;
	ending = true;
	console.log('Stopping …');
	await stage?.stop();
	process.exit(exitCode);
}
