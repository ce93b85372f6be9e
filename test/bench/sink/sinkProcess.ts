/**
 * The sink's process: answers 200 to every request as cheaply as node:http2 can, and counts. It checks
 * nothing, since the sender is measured; the simulator is for checks.
 */
import { createSecureServer, type ServerHttp2Stream } from 'node:http2';
import type { AddressInfo, Socket } from 'node:net';
import { createServerCertificates } from '../../simulator/certificates/authority.ts';
import { createIdentity } from '../../simulator/identity.ts';
import { Arrivals } from './Arrivals.ts';
import type { SinkAddress, SinkReport, SinkRequest } from './SinkRequest.ts';

/** The limit of APNs after it has accepted a connection's provider token. */
const MAX_CONCURRENT_STREAMS = 1_000;
/** Node's default of 10 MB would refuse streams if 1,000 are open. */
const MAX_SESSION_MEGABYTES = 100;
const APPLE = 'api.push.apple.com';
const NO_ID = '00000000-0000-4000-8000-000000000000';

const host = process.argv[2]!;
/** By the client's port. */
const sockets = new Map<number, Socket>();
let latencyMs = 0;
let requestsUntilCut = Infinity;
let arrivals: Arrivals | undefined;
let accepted = 0;
let connections = 0;
let cpu = process.cpuUsage();

const identity = await createIdentity(
	await createServerCertificates('Sink CA', [host, 'localhost', APPLE]),
);
const server = createSecureServer({
	cert: identity.server.certificate,
	key: identity.server.privateKey,
	settings: { maxConcurrentStreams: MAX_CONCURRENT_STREAMS },
	maxSessionMemory: MAX_SESSION_MEGABYTES,
});
server.on('secureConnection', (socket) => sockets.set(socket.remotePort!, socket));
server.on('session', (session) => {
	connections += 1;
	// A sender may end with requests in flight.
	session.on('error', ignore);
});
server.on('stream', (stream, headers) => {
	const answerHeaders = { ':status': 200, 'apns-id': String(headers['apns-id'] ?? NO_ID) };
	stream.on('error', ignore);
	stream.on('end', () => {
		accepted += 1;
		arrivals?.note(String(headers[':path']));
		requestsUntilCut -= 1;
		if (requestsUntilCut < 0) return cut(stream);
		if (latencyMs === 0) answer(stream, answerHeaders);
		else setTimeout(answer, latencyMs, stream, answerHeaders);
	});
	stream.resume();
});

process.on('message', (request: SinkRequest) => {
	if (request.ask === 'latency') {
		latencyMs = request.latencyMs;
		tell({});
	} else if (request.ask === 'cut') {
		requestsUntilCut = request.requests ?? Infinity;
		tell({});
	} else if (request.ask === 'noteArrivals') {
		arrivals = new Arrivals();
		tell({});
	} else if (request.ask === 'arrivals') {
		tell(arrivals?.report() ?? {});
	} else if (request.ask === 'report') {
		tell(takeReport());
	} else {
		process.exit(0);
	}
});
process.on('disconnect', () => process.exit(0));

server.listen(0, host, () => {
	const { port } = server.address() as AddressInfo;
	tell({ host, port, identity } satisfies SinkAddress);
});

function answer(stream: ServerHttp2Stream, headers: Record<string, string | number>): void {
	if (!stream.destroyed) stream.respond(headers, { endStream: true });
}

/** As a broken line does it: without a GOAWAY frame. */
function cut(stream: ServerHttp2Stream): void {
	requestsUntilCut = Infinity;
	sockets.get(stream.session!.socket.remotePort!)?.destroy();
}

/** What was received since the last report. */
function takeReport(): SinkReport {
	const { user, system } = process.cpuUsage(cpu);
	const report = { accepted, connections, cpuMicroseconds: user + system };
	accepted = 0;
	connections = 0;
	cpu = process.cpuUsage();
	return report;
}

function tell(message: object): void {
	process.send?.(message);
}

function ignore(): void {}
