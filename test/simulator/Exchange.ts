import { randomUUID } from 'node:crypto';
import type { OutgoingHttpHeaders, ServerHttp2Stream } from 'node:http2';
import { labelOf, type Answer } from './Answer.ts';
import { judge, type JudgeContext } from './checks/judge.ts';
import type { Connection } from './Connection.ts';
import type { Ledger } from './Ledger.ts';
import { deviceTokenOf, headerOf, type PushRequest } from './PushRequest.ts';

/** A push as somebody who looks on wants to see it. */
export interface PushHeard {
	readonly deviceToken: string;
	readonly pushType: string | undefined;
	/** `200`, `403 InvalidProviderToken`, `no answer (reset)`. */
	readonly answer: string;
}

/** What all exchanges share. */
export interface ExchangeContext extends JudgeContext {
	readonly ledger: Ledger;
	readonly clock: () => number;
	readonly onPush: (push: PushHeard) => void;
}

/** One request and what becomes of it. */
export class Exchange {
	readonly request: PushRequest;
	readonly connection: Connection;
	readonly #stream: ServerHttp2Stream;
	readonly #context: ExchangeContext;
	readonly #streamId: number;
	readonly #apnsId: string;

	constructor(
		request: PushRequest,
		stream: ServerHttp2Stream,
		connection: Connection,
		context: ExchangeContext,
	) {
		this.request = request;
		this.connection = connection;
		this.#stream = stream;
		this.#context = context;
		this.#streamId = stream.id ?? 0;
		// Apple: made by APNs where the request has none. Upper-case as seen in jchambers/pushy #184.
		this.#apnsId = headerOf(request, 'apns-id') ?? randomUUID().toUpperCase();
	}

	get deviceToken(): string {
		return deviceTokenOf(this.request);
	}

	/** Whether the connection has given this request up: it must not be processed any more. */
	get isGivenUp(): boolean {
		return this.connection.hasGivenUp(this.#streamId);
	}

	/** Decides; from here on an accepted notification counts as sent. */
	process(): Answer {
		this.connection.processed(this.#streamId);
		const answer = judge(this.request, this.connection, this.#context);
		if (answer.status === 200) this.#context.ledger.accept(this.#ledgerEntry());
		return answer;
	}

	/** Sends the answer. */
	respond(answer: Answer, extraHeaders: OutgoingHttpHeaders = {}, extraBody?: string): void {
		this.#ended(labelOf(answer));
		this.connection.answered(answer.status);
		if (this.#cannotAnswer()) return;
		const body = extraBody ?? bodyOf(answer);
		this.#stream.respond(
			{
				...this.#headers(answer.status),
				...(body && { 'content-type': 'application/json' }),
				...extraHeaders,
			},
			{ endStream: body === '' },
		);
		if (body !== '') this.#stream.end(body);
	}

	/** RST_STREAM instead of an answer. */
	reset(code: number): void {
		this.#ended('no answer (reset)');
		if (!this.#cannotAnswer()) this.#stream.close(code);
	}

	/** RST_STREAM between the headers and the end of an answer. */
	respondAndReset(answer: Answer, code: number): void {
		this.#ended('no answer (reset)');
		if (this.#cannotAnswer()) return;
		// node:http2 would end the stream in good order before the reset, unless it is destroyed, and
		// then it chooses the code itself.
		this.connection.changeResetCode(this.#streamId, code);
		this.#stream.respond(this.#headers(answer.status));
		this.#stream.destroy(new Error('reset'));
	}

	/** Leaves the request without an answer. */
	leaveUnanswered(why: string): void {
		this.#ended(`no answer (${why})`);
	}

	#cannotAnswer(): boolean {
		return this.isGivenUp || this.#stream.destroyed || this.#stream.closed;
	}

	#headers(status: number): OutgoingHttpHeaders {
		return {
			':status': status,
			'apns-id': this.#apnsId,
			// Apple: in the development environment only.
			...(this.#context.environment === 'sandbox' &&
				status === 200 && { 'apns-unique-id': randomUUID().toUpperCase() }),
		};
	}

	#ended(answer: string): void {
		this.#context.ledger.answered(answer);
		const pushType = headerOf(this.request, 'apns-push-type');
		this.#context.onPush({ deviceToken: this.deviceToken, pushType, answer });
	}

	#ledgerEntry() {
		return {
			apnsId: this.#apnsId,
			deviceToken: this.deviceToken,
			topic: headerOf(this.request, 'apns-topic') ?? '',
			pushType: headerOf(this.request, 'apns-push-type'),
			priority: numberOf(headerOf(this.request, 'apns-priority')),
			expiration: numberOf(headerOf(this.request, 'apns-expiration')),
			collapseId: headerOf(this.request, 'apns-collapse-id'),
			payload: this.request.body.toString(),
			receivedAtMs: this.#context.clock(),
			connection: this.connection.number,
			stream: this.#streamId,
		};
	}
}

function numberOf(text: string | undefined): number | undefined {
	return text === undefined ? undefined : Number(text);
}

function bodyOf(answer: Answer): string {
	if (!('reason' in answer)) return '';
	return JSON.stringify({ reason: answer.reason, timestamp: answer.timestampMs });
}
