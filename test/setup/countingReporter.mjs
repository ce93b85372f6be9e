import { writeFileSync } from 'node:fs';

/** Writes down, for the last line of `npm test`, how many tests passed, failed and were skipped. */
export default class CountingReporter {
	onTestRunEnd(testModules, unhandledErrors) {
		const counts = { passed: 0, failed: unhandledErrors.length, skipped: 0 };
		for (const testModule of testModules) {
			// A file that cannot be loaded, or whose hooks fail, may have no test that failed.
			counts.failed += testModule.errors().length;
			for (const suite of testModule.children.allSuites()) counts.failed += suite.errors().length;
			for (const test of testModule.children.allTests()) {
				const { state } = test.result();
				counts[state === 'pending' ? 'skipped' : state]++;
			}
		}
		writeFileSync(process.env.APNS_TEST_COUNTS, JSON.stringify(counts));
	}
}
