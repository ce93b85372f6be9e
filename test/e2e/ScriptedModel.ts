import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** What a model is told about a tool. */
export interface OfferedTool {
	function: {
		name: string;
		description: string;
		parameters: { properties: Record<string, { type: string; description?: string }> };
	};
}

/** One request to the model: the conversation so far. */
export interface ModelRequest {
	messages: Array<{ role: string; content: string | null; tool_call_id?: string }>;
	tools?: OfferedTool[];
	stream?: boolean;
}

/** The reply of the model: a text or a tool call. */
export type ModelReply = string | { tool: string; arguments: object };

/**
 * A chat model on this machine that implements OpenAI's API and returns the replies that the test has prepared,
 * one after the other.
 */
export class ScriptedModel {
	/** What it was asked. */
	readonly requests: ModelRequest[] = [];
	#replies: ModelReply[] = [];
	readonly #server: Server;

	private constructor() {
		this.#server = createServer((request, response) => void this.#answer(request, response));
	}

	static async start(): Promise<ScriptedModel> {
		const model = new ScriptedModel();
		await new Promise<void>((resolve) => model.#server.listen(0, '127.0.0.1', resolve));
		return model;
	}

	/** What to enter as the Base URL. */
	get baseUrl(): string {
		return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/v1`;
	}

	/** Resets it and sets its next replies. */
	willSay(...replies: ModelReply[]): void {
		this.requests.length = 0;
		this.#replies = replies;
	}

	async stop(): Promise<void> {
		this.#server.closeAllConnections();
		await new Promise((resolve) => this.#server.close(resolve));
	}

	async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const asked = JSON.parse(await text(request)) as ModelRequest;
		this.requests.push(asked);
		const reply = this.#replies.shift() ?? 'The script ends here.';
		response.setHeader('content-type', 'application/json');
		response.end(JSON.stringify(completionOf(reply, this.requests.length)));
	}
}

function completionOf(reply: ModelReply, number: number): object {
	const message =
		typeof reply === 'string'
			? { role: 'assistant', content: reply }
			: {
					role: 'assistant',
					content: null,
					tool_calls: [
						{
							id: `call_${number}`,
							type: 'function',
							function: { name: reply.tool, arguments: JSON.stringify(reply.arguments) },
						},
					],
				};
	return {
		id: `completion_${number}`,
		object: 'chat.completion',
		created: 0,
		model: 'scripted',
		choices: [
			{
				index: 0,
				message,
				finish_reason: typeof reply === 'string' ? 'stop' : 'tool_calls',
			},
		],
		usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
	};
}
