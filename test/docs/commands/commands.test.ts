import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ROOT } from '../documents.ts';
import { COMMAND_TABLE } from './commandTable.ts';
import { COMMANDS, commandsIn, ruleFor } from './documentedCommands.ts';

const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
	scripts: Record<string, string>;
};

describe('the commands in the documents', () => {
	test('are all run by a test, or it is known why that is not possible', () => {
		expect(COMMANDS.length).toBeGreaterThan(40);
		expect(COMMANDS.filter((command) => ruleFor(command) === undefined)).toEqual([]);
	});

	test('are the only ones in the table, which names files that exist', () => {
		const used = new Set(COMMANDS.map(ruleFor));
		expect(COMMAND_TABLE.filter((rule) => !used.has(rule))).toEqual([]);
		for (const { by, reason } of COMMAND_TABLE) {
			expect([by, reason].filter((one) => one !== undefined)).toHaveLength(1);
			if (by !== undefined) expect(existsSync(join(ROOT, by)), by).toBe(true);
		}
	});

	test('run scripts that package.json has', () => {
		const names = COMMANDS.flatMap(({ text }) => /^npm run ([\w:]+)/.exec(text)?.[1] ?? []);
		expect(names).toContain('demo');
		expect(names.filter((name) => !(name in scripts))).toEqual([]);
	});
});

test('a command is one line, or several that a backslash continues, without its comment', () => {
	const code = 'npm test   # all of them\n\n# alone\ncurl \\\n  --http2 \\\n  x\necho "#1"\n';
	expect(commandsIn(code)).toEqual(['npm test', 'curl \\\n  --http2 \\\n  x', 'echo "#1"']);
});
