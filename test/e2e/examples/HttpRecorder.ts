import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { until } from '../until.ts';

/** A header that a system requires. */
export interface AccessHeader {
	/** In lower case. */
	readonly name: string;
	readonly value: string;
}

/**
 * A system that a workflow calls. Records the JSON that it receives and responds with 200, or 401 without its
 * header. Does not keep the process alive.
 */
export class HttpRecorder<Told> {
	/** What it received, in order. */
	readonly told: Told[] = [];
	readonly #server: Server;
	#failures = 0;

	private constructor(header: AccessHeader, answer: object) {
		this.#server = createServer((request, response) => {
			void text(request).then((body) => {
				const status = this.#statusFor(request.headers[header.name] === header.value);
				if (status === 200) this.told.push(JSON.parse(body) as Told);
				response.setHeader('content-type', 'application/json');
				response.writeHead(status).end(JSON.stringify(answer));
			});
		});
	}

	/** @param answer the body of each answer */
	static async start<Told>(header: AccessHeader, answer: object = {}): Promise<HttpRecorder<Told>> {
		const recorder = new HttpRecorder<Told>(header, answer);
		recorder.#server.listen(0, '127.0.0.1').unref();
		await once(recorder.#server, 'listening');
		return recorder;
	}

	get url(): string {
		return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
	}

	/** Answers so many calls with 503. */
	failNext(calls: number): void {
		this.#failures = calls;
	}

	/** The first of this kind that it receives. */
	async find(what: string, timeoutMs: number, isIt: (told: Told) => boolean): Promise<Told> {
		return await until(what, timeoutMs, () => this.told.find(isIt));
	}

	async stop(): Promise<void> {
		this.#server.closeAllConnections();
		await new Promise((resolve) => this.#server.close(resolve));
	}

	#statusFor(isAllowed: boolean): number {
		if (this.#failures > 0) {
			this.#failures--;
			return 503;
		}
		return isAllowed ? 200 : 401;
	}
}
