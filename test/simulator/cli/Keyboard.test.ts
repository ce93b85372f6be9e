import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import type { Question } from '../phone/Question.ts';
import { Keyboard } from './Keyboard.ts';

const APPROVAL: Question = { title: 'Refund?', body: '', approve: 'http://a', decline: 'http://d' };
const TEXT: Question = { title: '', body: 'Which account?', respond: 'http://r' };
const { signal } = new AbortController();

/** Input from a terminal, or from a pipe. */
function start(isTTY: boolean) {
	const input = Object.assign(new PassThrough(), { isTTY });
	const output = new PassThrough();
	const interrupts: string[] = [];
	const onInterrupt = () => void interrupts.push('Ctrl-C');
	const keyboard = new Keyboard({ input, output, onInterrupt });
	onTestFinished(() => keyboard.close());
	/** Everything that was printed; closes the keyboard. */
	const printed = async () => {
		keyboard.close();
		output.end();
		return await text(output);
	};
	return { keyboard, input, interrupts, printed };
}

test('in a terminal, a key is enough to approve or decline', async () => {
	const { keyboard, input, printed } = start(true);
	const answers = [keyboard.ask(APPROVAL, { signal }), keyboard.ask(APPROVAL, { signal })];
	input.write('xa');
	expect(await answers[0]).toBe('approve');
	input.write('D');
	expect(await answers[1]).toBe('decline');
	expect(await printed()).toContain('→ Refund?: a to approve, d to decline');
});

test('in a terminal, text ends with Enter, and a letter is no key', async () => {
	const { keyboard, input, printed } = start(true);
	const first = keyboard.ask(APPROVAL, { signal });
	const answer = keyboard.ask(TEXT, { signal });
	input.write('a');
	expect(await first).toBe('approve');
	input.write('a dark horst\u007fe\r');
	expect(await answer).toEqual({ text: 'a dark horse' });
	expect(await printed()).toContain('→ Which account?: type an answer, then Enter');
});

test('in a terminal, keys pressed before a question answer nothing', async () => {
	const { keyboard, input } = start(true);
	input.write('a');
	input.write('aaa\r');
	const answer = keyboard.ask(APPROVAL, { signal });
	input.write('d');
	expect(await answer).toBe('decline');
	const account = keyboard.ask(TEXT, { signal });
	input.write('Ada\r');
	expect(await account).toEqual({ text: 'Ada' });
});

test('in a terminal, Ctrl-C interrupts and Ctrl-D ends the input', async () => {
	const { keyboard, input, interrupts, printed } = start(true);
	const answer = keyboard.ask(APPROVAL, { signal });
	input.write('\u0003');
	expect(interrupts).toEqual(['Ctrl-C']);
	input.write('\u0004');
	expect(await answer).toBeUndefined();
	expect(await keyboard.ask(APPROVAL, { signal })).toBeUndefined();
	expect(await printed()).toContain('Not answered: the input has ended.');
});

test('lines of a pipe wait for their questions, even when the pipe has ended', async () => {
	const { keyboard, input } = start(false);
	input.end('a\nThe second\nhuh\nd\n');
	const questions = [APPROVAL, TEXT, APPROVAL, APPROVAL];
	const answers: unknown[] = [];
	for (const question of questions) answers.push(await keyboard.ask(question, { signal }));
	expect(answers).toEqual(['approve', { text: 'The second' }, 'decline', undefined]);
});

test('a question that is gone is not asked any more', async () => {
	const { keyboard, input } = start(false);
	const gone = new AbortController();
	const first = keyboard.ask(APPROVAL, { signal: gone.signal });
	const second = keyboard.ask(TEXT, { signal: gone.signal });
	const third = keyboard.ask(APPROVAL, { signal });
	gone.abort();
	expect([await first, await second]).toEqual([undefined, undefined]);
	input.write('d\n');
	expect(await third).toBe('decline');
});
