import type { ClientHttp2Stream } from 'node:http2';
import { Duplex } from 'node:stream';

/**
 * The undocumented, long-standing fields in which node:stream and node:events keep a stream's state and
 * listeners.
 */
interface StreamFields {
	_readableState: unknown;
	_writableState: unknown;
	_events: unknown;
	_eventsCount: number;
}

/** Its state is that of any stream that ended and closed normally. */
const CLOSED = new Duplex({ read: endAtOnce }).resume().end() as unknown as StreamFields;

/**
 * Whether they are plain fields, as they have always been: if Node.js turns them into accessors, streams
 * are left as they are.
 */
const ARE_FIELDS = ['_readableState', '_writableState', '_events', '_eventsCount'].every((name) =>
	isField(CLOSED, name),
);

/** Whether a property, own or inherited, is a writable value. */
function isField(object: object, name: string): boolean {
	const descriptor = Object.getOwnPropertyDescriptor(object, name);
	if (descriptor !== undefined) return descriptor.writable === true;
	const parent: unknown = Object.getPrototypeOf(object);
	return typeof parent === 'object' && parent !== null && isField(parent, name);
}

/**
 * Removes from a closed stream what it no longer needs. Node's `request` binds each stream to an
 * `AsyncResource`, and the function that `bind` returns keeps the stream until V8 marks the whole heap,
 * n8n's included (Node.js 24.21): the smaller closed streams are, the more of them fit between two marks
 * (test/bench/README.md). Streams that did not end normally are left as they are: Node may still call back
 * for them.
 */
export function forgetStream(stream: ClientHttp2Stream): void {
	if (!ARE_FIELDS || !stream.writableFinished || !stream.readableEnded) return;
	const fields = stream as unknown as StreamFields;
	fields._readableState = CLOSED._readableState;
	fields._writableState = CLOSED._writableState;
	// As node:events sets them until there is a first listener.
	fields._events = undefined;
	fields._eventsCount = 0;
}

function endAtOnce(this: Duplex): void {
	this.push(null);
}
