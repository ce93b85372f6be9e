import { setTimeout as delay } from 'node:timers/promises';
import type { LedgerEntry } from '../Ledger.ts';
import { oneLine } from './oneLine.ts';
import { press, type Pressed } from './press.ts';
import { readQuestion, type Question } from './Question.ts';

/** What a person does: presses a button, or sends text. */
export type Choice = 'approve' | 'decline' | { readonly text: string };

/** Where a question was asked. */
export interface Asked {
	readonly deviceToken: string;
	/** Aborts when the notification is replaced by a later one, and when the phone is switched off. */
	readonly signal: AbortSignal;
}

/** Decides what to answer; undefined: nothing. */
export type Choose = (question: Question, asked: Asked) => Promise<Choice | undefined>;

/** How a phone is to be. */
export interface PhoneOptions {
	/** What the person does, always or for each question. */
	answer: Choice | Choose;
	/** Told, one line at a time, what was asked and what became of the answer. Never has a URL in it. */
	tell?: (line: string) => void;
	/**
	 * How long a person with a fixed answer takes to press, and how long until the next try while the server
	 * answers 409. Default: 1,000 ms.
	 */
	pauseMs?: number;
}

/** n8n answers 409 until the execution waits: notifications to other devices may still be under way. */
const CONFLICT = 409;
const MAX_TRIES = 30;

const NO_URL_IN_THAT = 'The notification has no address for that in "n8n".';

/**
 * The devices of a simulator in somebody's hand: answers the questions among the notifications that were
 * accepted. Where the question wants text, Approve sends "Approved", and Decline "Declined".
 *
 * @example
 * const phone = new Phone({ answer: 'approve' });
 * const simulator = await ApnsSimulator.start({ phone });
 */
export class Phone {
	readonly #choose: Choose;
	readonly #tell: (line: string) => void;
	readonly #pauseMs: number;
	readonly #off = new AbortController();
	/** By device and collapse ID: aborts when the place is taken by a later notification. */
	readonly #shown = new Map<string, AbortController>();

	constructor({ answer, tell = () => {}, pauseMs = 1000 }: PhoneOptions) {
		this.#tell = tell;
		this.#pauseMs = pauseMs;
		this.#choose = typeof answer === 'function' ? answer : (_, asked) => this.#press(answer, asked);
	}

	/** A notification arrives, whatever its sender was told. */
	receive(push: LedgerEntry): void {
		const signal = AbortSignal.any([this.#off.signal, this.#replacing(push)]);
		const question = readQuestion(push.payload);
		if (question) void this.#ask(question, { deviceToken: push.deviceToken, signal });
	}

	/** Ends all that is under way; what is received from now on is not answered. */
	stop(): void {
		this.#off.abort();
	}

	/** Apple: of notifications to a device with the same collapse ID, only the last is shown. */
	#replacing({ deviceToken, collapseId }: LedgerEntry): AbortSignal {
		const place = new AbortController();
		if (collapseId === undefined) return place.signal;
		const key = `${deviceToken.toLowerCase()} ${collapseId}`;
		this.#shown.get(key)?.abort();
		this.#shown.set(key, place);
		return place.signal;
	}

	async #ask(question: Question, asked: Asked): Promise<void> {
		// The simulator tells of the push first.
		await Promise.resolve();
		const tell = (line: string) => this.#tell(`${asked.deviceToken.slice(0, 8)}…  ${line}`);
		try {
			asked.signal.throwIfAborted();
			tell(`asks: ${summaryOf(question)}`);
			const choice = await this.#choose(question, asked);
			asked.signal.throwIfAborted();
			if (choice !== undefined) await this.#answer(question, choice, asked.signal, tell);
		} catch (error) {
			if (this.#off.signal.aborted) return;
			const replaced = asked.signal.aborted && 'asks no longer: a later notification replaced it.';
			tell(replaced || explain(error));
		}
	}

	async #answer(
		question: Question,
		choice: Choice,
		signal: AbortSignal,
		tell: (line: string) => void,
	): Promise<void> {
		const { label, url, body } = pressOf(question, choice);
		if (url === undefined) return tell(`${label}: ${NO_URL_IN_THAT}`);
		for (let tries = 1; ; tries++) {
			// Not `signal`: what tells of the answer may replace the question while the answer is on its way.
			const pressed = await press(url, body, this.#off.signal).catch(explain);
			if (this.#off.signal.aborted) return;
			if (typeof pressed === 'string') return tell(`${label}: ${pressed}`);
			const triesAgain = pressed.status === CONFLICT && tries < MAX_TRIES;
			if (tries === 1 || !triesAgain) {
				tell(`${label}: ${answerOf(url, pressed)}${triesAgain ? '  Trying again.' : ''}`);
			}
			if (!triesAgain) return;
			await delay(this.#pauseMs, undefined, { signal });
		}
	}

	async #press(choice: Choice, { signal }: Asked): Promise<Choice> {
		await delay(this.#pauseMs, undefined, { signal });
		return choice;
	}
}

/** What is sent where; no URL where the question has none for it. */
interface Press {
	readonly label: string;
	readonly url: string | undefined;
	readonly body?: object;
}

function pressOf(question: Question, choice: Choice): Press {
	if (typeof choice === 'object') return { label: 'Text', url: question.respond, body: choice };
	const [label, text] = choice === 'approve' ? ['Approve', 'Approved'] : ['Decline', 'Declined'];
	const url = question[choice];
	return url === undefined ? { label, url: question.respond, body: { text } } : { label, url };
}

function summaryOf({ title, body }: Question): string {
	return oneLine([title, body].filter((text) => text !== '').join(' | '), 300) || '(no text)';
}

/** The answer of the server, its pages by their titles, and without what is secret of the URL. */
function answerOf(url: string, { status, body }: Pressed): string {
	const { host, pathname, search } = new URL(url);
	const page = /<title>([^<]*)/i.exec(body)?.[1];
	const text = (page ?? body).replaceAll(search || pathname, '…');
	return `${status} from ${host}  ${oneLine(text, 200)}`.trimEnd();
}

function explain(error: unknown): string {
	if (!(error instanceof Error)) return String(error);
	// Of several addresses that were tried in vain (localhost), the message is empty.
	return error.message || ('code' in error ? String(error.code) : error.name);
}
