import { setTimeout as delay } from 'node:timers/promises';
import type { LedgerEntry } from '../Ledger.ts';
import { oneLine } from './oneLine.ts';
import { press, type Pressed } from './press.ts';
import { readQuestion, type Question } from './Question.ts';

/** What the user does: presses a button, or sends text. */
export type Choice = 'approve' | 'decline' | { readonly text: string };

/** The context of a question. */
export interface Asked {
	readonly deviceToken: string;
	/** Aborts when the notification is replaced by a later one, or when the phone is stopped. */
	readonly signal: AbortSignal;
}

/** Returns the answer; undefined for none. */
export type Choose = (question: Question, asked: Asked) => Promise<Choice | undefined>;

/** Options of a phone. */
export interface PhoneOptions {
	/** The answer, fixed or for each question. */
	answer: Choice | Choose;
	/** Called with log lines about questions and answers. They never contain a URL. */
	tell?: (line: string) => void;
	/**
	 * How long to wait before pressing with a fixed answer, and before the next try while the server answers
	 * 409. Default: 1,000 ms.
	 */
	pauseMs?: number;
}

/** n8n answers 409 until the execution waits: it may still be sending to other devices. */
const CONFLICT = 409;
const MAX_TRIES = 30;

const NO_URL_IN_THAT = 'The notification has no address for that in "n8n".';

/**
 * Acts as the user of a simulator's devices: answers the questions in accepted notifications. If a question
 * asks for text, Approve sends "Approved", and Decline "Declined".
 *
 * @example const phone = new Phone({ answer: 'approve' }); const simulator = await ApnsSimulator.start({
 *   phone });
 */
export class Phone {
	readonly #choose: Choose;
	readonly #tell: (line: string) => void;
	readonly #pauseMs: number;
	readonly #off = new AbortController();
	/** By device and collapse ID: aborts when a later notification replaces it. */
	readonly #shown = new Map<string, AbortController>();

	constructor({ answer, tell = () => {}, pauseMs = 1000 }: PhoneOptions) {
		this.#tell = tell;
		this.#pauseMs = pauseMs;
		this.#choose = typeof answer === 'function' ? answer : (_, asked) => this.#press(answer, asked);
	}

	/** A notification arrives, whatever its sender was answered. */
	receive(push: LedgerEntry): void {
		const signal = AbortSignal.any([this.#off.signal, this.#replacing(push)]);
		const question = readQuestion(push.payload);
		if (question) void this.#ask(question, { deviceToken: push.deviceToken, signal });
	}

	/** Cancels pending answers; later notifications are not answered. */
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
		// Lets the simulator log the push first.
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
			// Not `signal`: a notification about the answer may replace the question while the answer is being
			// sent.
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

/** What is sent to which URL; no URL if the question has none for it. */
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

/** The server's answer with titles for HTML pages, and without the secret part of the URL. */
function answerOf(url: string, { status, body }: Pressed): string {
	const { host, pathname, search } = new URL(url);
	const page = /<title>([^<]*)/i.exec(body)?.[1];
	const text = (page ?? body).replaceAll(search || pathname, '…');
	return `${status} from ${host}  ${oneLine(text, 200)}`.trimEnd();
}

function explain(error: unknown): string {
	if (!(error instanceof Error)) return String(error);
	// If several addresses were tried in vain (localhost), the message is empty.
	return error.message || ('code' in error ? String(error.code) : error.name);
}
