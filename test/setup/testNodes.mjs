/**
 * `npm run test:nodes [-- <files>]`: runs the fast tests on the oldest and the newest supported Node.js,
 * one after the other. `npm test` runs them on the version between. The last line is the total of both.
 */
import { installedNode } from './installedNode.mjs';
import { finish, vitest } from './vitest.mjs';

const VERSIONS = ['22.17.0', '26.10.0'];

const total = { passed: 0, failed: 0, notRun: {}, failures: [] };
for (const version of VERSIONS) {
	try {
		const node = await installedNode(version);
		console.log(`The fast tests on Node.js ${version}`);
		const { passed, failed, notRun, failures } = await vitest(node, [
			...['--project', 'fast'],
			...process.argv.slice(2),
		]);
		console.log(`On Node.js ${version}: ${passed} passed, ${failed} failed`);
		total.passed += passed;
		total.failed += failed;
		total.failures.push(...failures.map((name) => `Node.js ${version}: ${name}`));
		for (const [reason, count] of Object.entries(notRun)) {
			total.notRun[reason] = (total.notRun[reason] ?? 0) + count;
		}
	} catch (error) {
		console.error(error.message);
		total.failed += 1;
	}
}
finish(total);
