import { describe, expect, it } from 'vitest';
import { expectedFindings } from './expectedFindings.ts';
import { judge, type ExpectedFinding, type Finding } from './findings.ts';

const EXPECTED: ExpectedFinding[] = [
	{
		rule: 'no-restricted-imports',
		about: "'node:http2'",
		in: ['nodes/Apns/delivery/', 'dist/'],
		because: 'APNs speaks HTTP/2.',
	},
];

const finding = (file: string, changes: Partial<Finding> = {}): Finding => ({
	rule: 'no-restricted-imports',
	message: "Import of 'node:http2' is not allowed.",
	file,
	line: 1,
	...changes,
});
const IN_SOURCE = finding('nodes/Apns/delivery/Connection.ts');
const IN_BUNDLE = finding('dist/nodes/Apns/Apns.node.js');

describe("what n8n's scanner finds", () => {
	it('is no news where it is expected', () => {
		expect(judge([IN_SOURCE, IN_BUNDLE, IN_SOURCE], EXPECTED)).toEqual({
			unexpected: [],
			gone: [],
		});
	});

	it.each([
		['in another room', finding('nodes/Apns/notification/payload.ts')],
		['about another module', finding(IN_SOURCE.file, { message: "Import of 'node:vm' is not" })],
		['by another rule', finding(IN_SOURCE.file, { rule: 'no-dangerous-functions' })],
		['in a file that it cannot read', finding(IN_SOURCE.file, { rule: null })],
	])('stops a release %s', (_, stranger) => {
		const { unexpected } = judge([IN_SOURCE, IN_BUNDLE, stranger], EXPECTED);
		expect(unexpected).toEqual([stranger]);
	});

	it('is told when it is expected and no longer there', () => {
		expect(judge([IN_SOURCE], EXPECTED).gone).toMatchObject([
			{ about: "'node:http2'", in: ['dist/'] },
		]);
	});

	it('is expected for a reason', () => {
		for (const { because } of expectedFindings) expect(because).toMatch(/^[A-Z].+\.$/);
	});
});
