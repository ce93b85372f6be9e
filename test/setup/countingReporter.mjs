import { writeFileSync } from 'node:fs';

const LEFT_OUT = 'left out by a filter, or marked to be skipped';

/**
 * Records for the last lines of `npm test` how many tests passed and failed, which failed, and how many were
 * not run, with the reason. A suite that cannot run everywhere gives its reason as `meta.notRun`.
 */
export default class CountingReporter {
	onTestRunEnd(testModules, unhandledErrors) {
		const counts = { passed: 0, failed: unhandledErrors.length, notRun: {}, failures: [] };
		for (const testModule of testModules) {
			// A file that cannot be loaded, or whose hooks fail, may have no failed test.
			counts.failed += testModule.errors().length;
			for (const suite of testModule.children.allSuites()) counts.failed += suite.errors().length;
			for (const test of testModule.children.allTests()) {
				const { state, note } = test.result();
				if (state === 'passed' || state === 'failed') {
					counts[state]++;
					if (state === 'failed') {
						counts.failures.push(`${testModule.relativeModuleId} > ${test.fullName}`);
					}
				} else {
					const reason = note ?? test.meta().notRun ?? LEFT_OUT;
					counts.notRun[reason] = (counts.notRun[reason] ?? 0) + 1;
				}
			}
		}
		writeFileSync(process.env.APNS_TEST_COUNTS, JSON.stringify(counts));
	}
}
