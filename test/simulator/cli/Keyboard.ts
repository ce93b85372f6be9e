import { createInterface, type Interface, type Key } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { oneLine } from '../phone/oneLine.ts';
import type { Asked, Choice } from '../phone/Phone.ts';
import type { Question } from '../phone/Question.ts';

/** Input and output of the terminal. */
export interface Terminal {
	readonly input: Readable & { readonly isTTY?: boolean };
	readonly output: Writable;
	/** Called for Ctrl-C, which is not a signal in raw mode. */
	readonly onInterrupt: () => void;
}

interface Waiting {
	readonly question: Question;
	readonly resolve: (choice: Choice | undefined) => void;
}

const CHOICES: Readonly<Record<string, Choice>> = { a: 'approve', d: 'decline' };

/**
 * Lets the user answer one question after the other, the oldest first. In a terminal, the keys a and d
 * approve and decline, and text ends with Enter. From a pipe, each line is an answer, and a line that is
 * early waits for its question.
 */
export class Keyboard {
	readonly #output: Writable;
	readonly #isTerminal: boolean;
	readonly #lines: Interface;
	readonly #waiting: Waiting[] = [];
	readonly #early: string[] = [];
	#hasEnded = false;

	constructor({ input, output, onInterrupt }: Terminal) {
		this.#output = output;
		this.#isTerminal = input.isTTY === true;
		this.#lines = createInterface({
			input,
			output,
			terminal: this.#isTerminal,
			prompt: '',
			historySize: 0,
		});
		this.#lines.on('line', (line) => this.#line(line.trim()));
		this.#lines.on('SIGINT', onInterrupt);
		this.#lines.on('close', () => {
			this.#hasEnded = true;
			this.#nobodyAnswers();
		});
		if (this.#isTerminal) input.on('keypress', (_, key: Key) => this.#key(key));
	}

	/** Resolves with what the user types; with undefined when `signal` aborts or the input ends. */
	ask(question: Question, { signal }: Pick<Asked, 'signal'>): Promise<Choice | undefined> {
		return new Promise((resolve) => {
			const waiting = { question, resolve };
			signal.addEventListener('abort', () => this.#settle(waiting, undefined), { once: true });
			this.#waiting.push(waiting);
			if (this.#waiting.length === 1) this.#askNext();
		});
	}

	/** Releases the terminal. */
	close(): void {
		this.#lines.close();
	}

	#askNext(): void {
		const [next] = this.#waiting;
		if (next === undefined) return;
		this.#say(instructionFor(next.question));
		while (next === this.#waiting[0] && this.#early.length > 0)
			this.#line(this.#early.shift() ?? '');
		if (next === this.#waiting[0] && this.#hasEnded) this.#nobodyAnswers();
	}

	#settle(waiting: Waiting, choice: Choice | undefined): void {
		const place = this.#waiting.indexOf(waiting);
		if (place < 0) return;
		this.#waiting.splice(place, 1);
		waiting.resolve(choice);
		if (place === 0) this.#askNext();
	}

	#nobodyAnswers(): void {
		if (this.#waiting.length === 0) return;
		this.#say('Not answered: the input has ended.');
		for (const { resolve } of this.#waiting.splice(0)) resolve(undefined);
	}

	#line(line: string): void {
		const [next] = this.#waiting;
		if (next === undefined) {
			// A key pressed by accident must not approve a later question.
			if (!this.#isTerminal) this.#early.push(line);
			return;
		}
		if (line === '') return;
		const { approve, decline, respond } = next.question;
		const isButton = approve !== undefined || decline !== undefined;
		const choice = isButton ? CHOICES[line.toLowerCase()] : undefined;
		if (choice !== undefined) this.#settle(next, choice);
		else if (respond !== undefined) this.#settle(next, { text: line });
		else this.#say(instructionFor(next.question));
	}

	#key({ name, ctrl, meta }: Key): void {
		const [next] = this.#waiting;
		if (this.#hasEnded || next?.question.respond !== undefined) return;
		// There was no Enter: clears the line that readline has collected.
		this.#lines.write(null, { ctrl: true, name: 'u' });
		const choice = ctrl || meta ? undefined : CHOICES[name ?? ''];
		if (next && choice !== undefined) this.#settle(next, choice);
	}

	#say(text: string): void {
		this.#output.write(`${text}\n`);
	}
}

function instructionFor({ title, body, respond }: Question): string {
	const how = respond === undefined ? 'a to approve, d to decline' : 'type an answer, then Enter';
	return `→ ${oneLine(title || body, 80)}: ${how}`;
}
