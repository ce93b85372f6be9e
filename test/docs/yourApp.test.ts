import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ApnsEnvironment } from '../../nodes/Apns/delivery/identity/environment.ts';
import { stringLiterals, syntaxErrors } from './swiftSyntax.ts';

/** What an app and the operation Send and Wait for Response have agreed on. */
const APPROVAL = { category: 'N8N_APPROVAL', addresses: ['approve', 'decline'] };
const FREE_TEXT = { category: 'N8N_REPLY', addresses: ['respond'] };
const TEXT_KEY = 'text';
const RECEIPT = '{ "recorded": true }';
const ENVIRONMENTS: ApnsEnvironment[] = ['sandbox', 'production'];

interface Block {
	/** The heading that it stands under. */
	title: string;
	language: string;
	code: string;
}

const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'your-app.md'), 'utf8');

const blocks: Block[] = page.split(/^## /m).flatMap((section) =>
	[...section.matchAll(/^```(\w*)\n(.*?)^```$/gms)].map(([, language = '', code = '']) => ({
		title: section.slice(0, section.indexOf('\n')),
		language,
		code,
	})),
);
const swift = blocks.filter(({ language }) => language === 'swift');
const json = blocks
	.filter(({ language }) => language === 'json')
	.map(({ code }) => JSON.parse(code) as Record<string, unknown>);

const approvals = swift.find(({ title }) => title === 'Approvals.swift')?.code ?? '';

test('docs/your-app.md has the files for questions, for background pushes and for Live Activities', () => {
	expect(swift.map(({ title }) => title)).toEqual([
		'Approvals.swift',
		'QuestionView.swift',
		'UIKit',
		'SwiftUI',
		'Background pushes',
		'Live Activity tokens',
	]);
});

describe.each(swift)('the Swift of $title', ({ code }) => {
	// There is no Swift compiler for iOS outside of macOS: whether the types are right, and Apple's names and argument
	// labels, has to be read on Apple's pages, which the document links, or tried in Xcode.
	test('has no syntax error (its types and the names of Apple’s API are not checked)', () => {
		expect(syntaxErrors(code)).toEqual([]);
	});

	test('would be found broken without any one of its braces', () => {
		const braces = [...code.matchAll(/[{}]/g)].map(({ index }) => index);
		expect(braces.length).toBeGreaterThanOrEqual(4);
		const unnoticed = braces.filter(
			(index) => syntaxErrors(code.slice(0, index) + code.slice(index + 1)).length === 0,
		);
		expect(unnoticed.map((index) => code.slice(index - 60, index + 1))).toEqual([]);
	});
});

describe('the app and the workflow', () => {
	const literals = stringLiterals(approvals);
	const host = /^let n8nHost = "(.*)"$/m.exec(approvals)?.[1];

	test.each([APPROVAL, FREE_TEXT])('agree on $category', ({ category, addresses }) => {
		expect(literals).toContain(category);
		expect(literals).toEqual(expect.arrayContaining(addresses));
		const payloads = json.filter(
			({ aps }) => (aps as { category: string } | undefined)?.category === category,
		);
		expect(payloads).toHaveLength(1);
		expect(Object.keys(payloads[0]?.['n8n'] as object)).toEqual(addresses);
	});

	test('agree on the answer and on its receipt', () => {
		expect(literals).toContain(TEXT_KEY);
		expect(page).toContain(`\`{ "${TEXT_KEY}": "…" }\``);
		expect(page).toContain(`\`${RECEIPT}\``);
		expect(approvals).toContain('let recorded: Bool');
		expect(approvals).toContain('case 200 where receipt?.recorded == true:');
	});

	test('agree on what a device registers with', () => {
		const registrations = json.filter((one) => 'deviceToken' in one);
		expect(registrations.map((one) => Object.keys(one))).toEqual([['deviceToken', 'environment']]);
		expect(literals).toEqual(
			expect.arrayContaining(['deviceToken', 'environment', ...ENVIRONMENTS]),
		);
	});

	test('approving takes an unlocked device, and so does a text', () => {
		for (const action of ['APPROVE', 'REPLY']) {
			expect(approvals).toMatch(
				new RegExp(`identifier: "${action}",[^)]*options: \\[\\.authenticationRequired\\]`),
			);
		}
		expect(approvals).toMatch(/identifier: "DECLINE",[^)]*options: \[\.destructive\]/);
	});

	test('an answer goes to the host of the app’s constant by https only, as the addresses shown have it', () => {
		expect(approvals).toContain('url.scheme == "https", url.host == n8nHost');
		const addresses = json.flatMap(({ n8n }) => Object.values((n8n ?? {}) as object) as string[]);
		expect(addresses).toHaveLength(APPROVAL.addresses.length + FREE_TEXT.addresses.length);
		for (const address of addresses) {
			expect(new URL(address)).toMatchObject({ protocol: 'https:', hostname: host });
		}
	});
});
