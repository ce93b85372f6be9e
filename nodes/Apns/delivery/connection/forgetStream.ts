import type { ClientHttp2Stream } from 'node:http2';
import { Duplex } from 'node:stream';

/** Where node:stream and node:events keep a stream's state and listeners. Not documented, and old. */
interface StreamFields {
	_readableState: unknown;
	_writableState: unknown;
	_events: unknown;
	_eventsCount: number;
}

/** Its state says what that of every stream says that came to its end and closed. */
const CLOSED = new Duplex({ read: endAtOnce }).resume().end() as unknown as StreamFields;

/** Whether they are plain fields, as they have always been: a Node.js that makes accessors of them is let alone. */
const ARE_FIELDS = ['_readableState', '_writableState', '_events'].every(
	(name) => Object.getOwnPropertyDescriptor(CLOSED, name)?.writable === true,
);

/**
 * Takes off a closed stream what it needs no more. Node's `request` binds each stream to an `AsyncResource`,
 * and what `bind` returns keeps it until V8 marks the whole heap (Node.js 24.21), which is n8n's: the less
 * closed streams weigh, the more of them fit between two of these marks (test/bench/README.md). Leaves alone
 * those that did not end as they should: Node may yet call back for them.
 */
export function forgetStream(stream: ClientHttp2Stream): void {
	if (!ARE_FIELDS || !stream.writableFinished || !stream.readableEnded) return;
	const fields = stream as unknown as StreamFields;
	fields._readableState = CLOSED._readableState;
	fields._writableState = CLOSED._writableState;
	// As node:events itself has them until there is a first listener.
	fields._events = undefined;
	fields._eventsCount = 0;
}

function endAtOnce(this: Duplex): void {
	this.push(null);
}
