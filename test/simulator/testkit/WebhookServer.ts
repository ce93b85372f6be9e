import { once } from 'node:events';
import {
	createServer as createHttp,
	type IncomingHttpHeaders,
	type RequestListener,
	type ServerResponse,
} from 'node:http';
import { createServer as createHttps } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { onTestFinished } from 'vitest';
import type { CertifiedKey } from '../certificates/authority.ts';

/** A received call. */
export interface WebhookCall {
	readonly method: string | undefined;
	/** Path and query. */
	readonly path: string;
	readonly headers: IncomingHttpHeaders;
	readonly body: string;
}

/** The answer: status, body and headers, or nothing until `release`. */
export type WebhookAnswer = Spoken | 'silence';

type Spoken = readonly [status: number, body: string, headers?: Readonly<Record<string, string>>];

/** n8n's response to a recorded answer. */
export const RECORDED: Spoken = [200, '{"recorded":true}'];

/** A server in place of n8n's webhook for answers, on 127.0.0.1, until the test ends. */
export class WebhookServer {
	/** The received calls, in order. */
	readonly calls: WebhookCall[] = [];
	/** One answer for each call, then RECORDED. */
	readonly answers: WebhookAnswer[] = [];
	readonly baseUrl: string;
	readonly #silent: ServerResponse[] = [];

	private constructor(baseUrl: string) {
		this.baseUrl = baseUrl;
	}

	/** With a certificate it uses HTTPS. */
	static async start(certificate?: CertifiedKey): Promise<WebhookServer> {
		const listener: RequestListener = async (request, response) => {
			const { method, url: path = '', headers } = request;
			webhook.calls.push({ method, path, headers, body: await text(request) });
			const answer = webhook.answers.shift() ?? RECORDED;
			if (answer === 'silence') webhook.#silent.push(response);
			else respond(response, answer);
		};
		const server = certificate
			? createHttps({ cert: certificate.certificate, key: certificate.privateKey }, listener)
			: createHttp(listener);
		onTestFinished(() => {
			server.closeAllConnections();
			server.close();
		});
		await once(server.listen(0, '127.0.0.1'), 'listening');
		const { port } = server.address() as AddressInfo;
		const webhook = new WebhookServer(`${certificate ? 'https' : 'http'}://127.0.0.1:${port}`);
		return webhook;
	}

	/** Answers the calls that got no answer. */
	release(): void {
		for (const response of this.#silent.splice(0)) respond(response, RECORDED);
	}

	/** Resolves when the caller of an unanswered call gives up. */
	async ended(): Promise<void> {
		await Promise.all(this.#silent.map((response) => once(response, 'close')));
	}

	/** A signed URL like n8n's. */
	url(name: string): string {
		return `${this.baseUrl}/webhook-waiting/7/node?${name}=true&signature=5ec7e7`;
	}

	/** The payload of a push that asks for approval. */
	approval(title = 'Approval needed', body = 'Refund 25 EUR?'): string {
		const n8n = { approve: this.url('approve'), decline: this.url('decline') };
		return JSON.stringify({ aps: { alert: { title, body }, category: 'N8N_APPROVAL' }, n8n });
	}

	/** The payload of a push that asks for text. */
	freeText(title = 'Which account?'): string {
		const aps = { alert: { title }, category: 'N8N_REPLY' };
		return JSON.stringify({ aps, n8n: { respond: this.url('respond') } });
	}

	/** The button of each call, and the text sent. */
	get pressed(): string[] {
		return this.calls.map(({ path, body }) => {
			return [/\?(\w+)=/.exec(path)?.[1], body].filter(Boolean).join(' ');
		});
	}
}

function respond(response: ServerResponse, [status, body, headers]: Spoken): void {
	response.writeHead(status, headers).end(body);
}
