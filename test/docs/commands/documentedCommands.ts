import { relative } from 'node:path';
import { codeBlocks, DOCUMENTS, ROOT, textOf } from '../documents.ts';
import { COMMAND_TABLE } from './commandTable.ts';

/** A command that a document tells people to run. */
export interface Command {
	readonly document: string;
	/** As it is written, without a comment at its end. Lines that a backslash continues are one command. */
	readonly text: string;
}

const LANGUAGES = ['sh', 'bash', 'console', 'dockerfile'];

/** The commands of a block of code. */
export function commandsIn(code: string): string[] {
	return code
		.split(/(?<!\\)\n/)
		.map((line) => line.replace(/ +# .*$/, '').trim())
		.filter((line) => line !== '' && !line.startsWith('#'));
}

/** All commands of all documents, in their order. */
export const COMMANDS: readonly Command[] = DOCUMENTS.flatMap((document) =>
	codeBlocks(textOf(document), ...LANGUAGES)
		.flatMap(commandsIn)
		.map((text) => ({ document, text })),
);

/** The rule of the table for a command; undefined if nobody has thought of it. */
export function ruleFor({ document, text }: Command) {
	return COMMAND_TABLE.find(
		(rule) => (rule.document ?? document) === document && rule.commands.test(text),
	);
}

/** The commands that a test has to run. It takes them from the documents, so that it runs what people run. */
export class CommandsToRun {
	readonly #left: Command[];

	/** @param testFile the test's own `import.meta.filename` */
	constructor(testFile: string) {
		const file = relative(ROOT, testFile);
		this.#left = COMMANDS.filter((command) => ruleFor(command)?.by === file);
	}

	/** Those that begin like this; throws if there are none. They count as run from now on. */
	take(start: string): string[] {
		const taken = this.#left.filter(({ text }) => text.startsWith(start));
		if (taken.length === 0) throw new Error(`No document has a command '${start}…'`);
		for (const command of taken) this.#left.splice(this.#left.indexOf(command), 1);
		return taken.map(({ text }) => text);
	}

	/** The only one that begins like this, as `take`. */
	takeOne(start: string): string {
		const [command = '', ...others] = new Set(this.take(start));
		if (others.length > 0) throw new Error(`Several different commands begin with '${start}'`);
		return command;
	}

	/** All that are left, in the order of the document. */
	takeAll(): string[] {
		return this.#left.splice(0).map(({ text }) => text);
	}

	/** Those that were not taken. */
	get left(): string[] {
		return this.#left.map(({ text }) => text);
	}
}
