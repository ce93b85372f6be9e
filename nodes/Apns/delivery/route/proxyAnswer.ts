import type { Socket } from 'node:net';

/** A proxy's answer to CONNECT. */
export interface ProxyAnswer {
	readonly status: number;
	/** Values of its Proxy-Authenticate headers; empty if it has none. */
	readonly authenticate: string;
}

/** The peer's data is not an HTTP answer. */
export class NotHttpError extends Error {
	override readonly name = 'NotHttpError';
}

/** Node's own limit for the head of a message (`--max-http-header-size`). */
const MAX_HEAD_BYTES = 16_384;

const VERSION = 'HTTP/1.';
const STATUS_LINE = /^HTTP\/1\.[01] (\d{3})(?:[ \r\n]|$)/;
const END_OF_HEAD = /\r?\n\r?\n/;
const AUTHENTICATE = /^proxy-authenticate:(.*)$/gim;

/**
 * Reads the answer to CONNECT, and leaves the bytes after it in the socket. The answer's length headers
 * have no meaning (RFC 9110 §9.3.6), but node:http fails if they contradict each other.
 *
 * @throws {NotHttpError}
 * @throws the error of the socket, or `ECONNRESET` if it ends before the answer does
 */
export async function readProxyAnswer(socket: Socket): Promise<ProxyAnswer> {
	return await new Promise((resolve, reject) => {
		let received = Buffer.alloc(0);
		const stop = () => {
			socket.off('data', onData).off('error', fail).off('end', onEnd).off('close', onEnd);
		};
		const fail = (error: Error) => {
			stop();
			reject(error);
		};
		const onEnd = () =>
			fail(Object.assign(new Error('It ended before its answer.'), { code: 'ECONNRESET' }));
		const onData = (chunk: Buffer) => {
			received = Buffer.concat([received, chunk]);
			try {
				const found = answerIn(received.toString('latin1'));
				if (found === undefined) return;
				stop();
				socket.pause();
				// Bytes after the answer belong to TLS.
				if (found.end < received.length) socket.unshift(received.subarray(found.end));
				resolve(found.answer);
			} catch (error) {
				fail(error as NotHttpError);
			}
		};
		socket.on('data', onData).on('error', fail).on('end', onEnd).on('close', onEnd);
	});
}

/** Undefined if the answer is not complete. */
function answerIn(text: string): { answer: ProxyAnswer; end: number } | undefined {
	let begin = 0;
	for (;;) {
		const rest = text.slice(begin);
		if (!rest.startsWith(VERSION.slice(0, rest.length))) throw new NotHttpError();
		const end = END_OF_HEAD.exec(rest);
		if (begin + (end?.index ?? rest.length) > MAX_HEAD_BYTES) throw new NotHttpError();
		if (end === null) return undefined;
		const head = rest.slice(0, end.index);
		const status = Number(STATUS_LINE.exec(head)?.[1] ?? 0);
		if (status === 0) throw new NotHttpError();
		begin += end.index + end[0].length;
		// RFC 9110 §15.2: another answer follows a 1xx, except 101.
		if (status >= 200 || status === 101) {
			const authenticate = [...head.matchAll(AUTHENTICATE)].map(([, value]) => value).join(',');
			return { answer: { status, authenticate }, end: begin };
		}
	}
}
