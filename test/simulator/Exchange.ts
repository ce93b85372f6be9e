import { randomUUID } from 'node:crypto';
import type { OutgoingHttpHeaders, ServerHttp2Stream } from 'node:http2';
import { asDocumented, bodyOf, isAccepted, labelOf, type Answer } from './Answer.ts';
import { deviceTokenOf, headerOf, type ApnsRequest } from './ApnsRequest.ts';
import type { Connection } from './Connection.ts';
import type { Environment } from './environment.ts';
import type { Ledger } from './Ledger.ts';
import type { Service, ServiceName } from './services/Service.ts';

/** A request for logs. */
export interface RequestHeard {
	readonly service: ServiceName;
	readonly request: ApnsRequest;
	/** `200`, `403 InvalidProviderToken`, `no answer (reset)`. */
	readonly answer: string;
}

/** What all exchanges share. */
export interface ExchangeContext {
	readonly environment: Environment;
	readonly ledger: Ledger;
	/** Whether to spell reasons as on Apple's pages instead of as on the wire. */
	readonly spellsAsDocumented: boolean;
	readonly onRequest: (request: RequestHeard) => void;
}

/** One request and its answer. */
export class Exchange {
	readonly request: ApnsRequest;
	readonly connection: Connection;
	readonly #service: Service;
	readonly #stream: ServerHttp2Stream;
	readonly #context: ExchangeContext;
	readonly #streamId: number;
	readonly #id: string;

	constructor(
		request: ApnsRequest,
		service: Service,
		stream: ServerHttp2Stream,
		connection: Connection,
		context: ExchangeContext,
	) {
		this.request = request;
		this.connection = connection;
		this.#service = service;
		this.#stream = stream;
		this.#context = context;
		this.#streamId = stream.id ?? 0;
		// Apple: created by APNs if the request has none. Upper case as seen in jchambers/pushy #184.
		this.#id =
			headerOf(request, service.idHeader) ??
			headerOf(request, 'apns-id') ??
			randomUUID().toUpperCase();
	}

	get service(): ServiceName {
		return this.#service.name;
	}

	/** Empty if the request is not for a device. */
	get deviceToken(): string {
		return this.service === 'device' ? deviceTokenOf(this.request) : '';
	}

	/** Whether the request must not be processed any more. */
	get isGivenUp(): boolean {
		return this.connection.hasGivenUp(this.#streamId);
	}

	/** Processes the request; from then on it counts as accepted or refused. */
	process(): Answer {
		this.connection.processed(this.#streamId);
		const { connection } = this;
		const arrival = { id: this.#id, connection, stream: this.#streamId };
		const answer = this.#service.process(this.request, arrival);
		return this.#context.spellsAsDocumented ? asDocumented(answer) : answer;
	}

	/** Sends the answer. */
	respond(
		answer: Answer,
		extraHeaders: OutgoingHttpHeaders = {},
		extraBody?: string,
		end?: 'unended',
	): void {
		this.#ended(labelOf(answer));
		this.connection.answered(answer.status);
		if (this.#cannotAnswer()) return;
		const body = extraBody ?? bodyOf(answer);
		this.#stream.respond(
			{
				...this.#headers(answer),
				...(body && { 'content-type': 'application/json' }),
				...extraHeaders,
			},
			{ endStream: body === '' && end === undefined },
		);
		if (end !== undefined) this.#stream.write(body);
		else if (body !== '') this.#stream.end(body);
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
		// node:http2 would end the stream normally before the reset, unless it is destroyed, and then it
		// chooses the code itself.
		this.connection.changeResetCode(this.#streamId, code);
		this.#stream.respond(this.#headers(answer));
		// When nghttp2 resets a stream, it discards what is not written yet, including headers. After an empty
		// chunk of the body was written, they are sent.
		this.#stream.write('', () => this.#stream.destroy(new Error('reset')));
	}

	/** Leaves the request without an answer. */
	leaveUnanswered(why: string): void {
		this.#ended(`no answer (${why})`);
	}

	#cannotAnswer(): boolean {
		return this.isGivenUp || this.#stream.destroyed || this.#stream.closed;
	}

	#headers(answer: Answer): OutgoingHttpHeaders {
		return {
			':status': answer.status,
			[this.#service.idHeader]: this.#id,
			// Apple: in the development environment only.
			...(this.#context.environment === 'sandbox' &&
				this.service === 'device' &&
				isAccepted(answer) && { 'apns-unique-id': randomUUID().toUpperCase() }),
			...('headers' in answer && answer.headers),
		};
	}

	#ended(answer: string): void {
		this.#context.ledger.answered(answer);
		this.#context.onRequest({ service: this.service, request: this.request, answer });
	}
}
