/**
 * Sends with a row until a connection breaks, and reports how many connections and streams the row had, and
 * how many requests the break left without an answer. Counting takes time, so nothing else is measured here.
 */
import { once } from 'node:events';
import http2, { type ClientHttp2Session } from 'node:http2';
import { syncBuiltinESMExports } from 'node:module';
import { setTimeout as wait } from 'node:timers/promises';
import { deviceToken } from '../../simulator/deviceToken.ts';
import type { RowModule, RowRequest } from '../rows/Row.ts';

/** The reply of the process. */
export interface StreamsReport {
	readonly mostConnections: number;
	/** Open at once, on all connections together. */
	readonly mostStreams: number;
	/** Requests without an answer on the connection that broke. Undefined if none broke. */
	readonly inDoubt: number | undefined;
}

const TIME_LIMIT_MS = 30_000;

// Some rows start a request on the broken connection, and fail.
process.on('uncaughtException', ignore);
process.on('unhandledRejection', ignore);
process.on('disconnect', () => process.exit(1));

const open = { connections: 0, streams: 0 };
const most = { connections: 0, streams: 0 };
const broken = Promise.withResolvers<number>();
watchSessions();

const [request] = (await once(process, 'message')) as [RowRequest];
const { prepare } = (await import(`../rows/${request.module}.ts`)) as RowModule;
const load = await prepare(request);
const run = load(Array.from({ length: request.count }, (_, index) => deviceToken(index)));
const inDoubt = await Promise.race([
	broken.promise,
	run.execute().then(() => undefined),
	// A row that starts a request on the broken connection may never end.
	wait(TIME_LIMIT_MS, undefined),
]);
process.send?.({
	mostConnections: most.connections,
	mostStreams: most.streams,
	inDoubt,
} satisfies StreamsReport);

function watchSessions(): void {
	const connect = http2.connect as (...args: unknown[]) => ClientHttp2Session;
	http2.connect = ((...args: unknown[]) => {
		const session = connect(...args);
		watchStreams(session);
		return session;
	}) as typeof http2.connect;
	syncBuiltinESMExports();
}

function watchStreams(session: ClientHttp2Session): void {
	let unanswered = 0;
	const start = session.request.bind(session);
	session.request = (headers, options) => {
		const stream = start(headers, options);
		open.streams += 1;
		most.streams = Math.max(most.streams, open.streams);
		// Without an id nothing was written.
		if (stream.pending) stream.once('ready', () => (unanswered += 1));
		else unanswered += 1;
		// Thrown, an error would end Node's own work on the broken session.
		stream.on('error', ignore);
		stream.once('response', () => (unanswered -= 1));
		stream.once('close', () => (open.streams -= 1));
		return stream;
	};
	session.on('error', ignore);
	session.once('connect', (_, socket) => {
		open.connections += 1;
		most.connections = Math.max(most.connections, open.connections);
		socket.once('close', () => {
			open.connections -= 1;
			if (unanswered > 0) broken.resolve(unanswered);
		});
	});
}

function ignore(): void {}
