/**
 * The limit of the platform: sessions of node:http2 with a fixed number of streams, and nothing else. It
 * does not retry, time out, check or report anything; a sender on node:http2 can hardly do less.
 */
import { once } from 'node:events';
import { connect, type ClientHttp2Session } from 'node:http2';
import { SignJWT } from 'jose';
import { parsePrivateKey } from '../../../nodes/Apns/delivery/identity/privateKey.ts';
import type { SinkAddress } from '../sink/SinkRequest.ts';
import { PAYLOAD } from './content.ts';
import type { Load, RowRequest } from './Row.ts';

/** Sessions, by default one, and a loop on each of them for each sending. */
export async function prepare({
	sink,
	streams = 200,
	maxConnections = 1,
}: RowRequest): Promise<Load> {
	const sessions = await Promise.all(
		Array.from({ length: maxConnections }, async () => await openBareSession(sink)),
	);
	const headers = await bareHeaders(sink);
	return (deviceTokens) => {
		let accepted = 0;
		return {
			execute: async () => {
				const rest = deviceTokens.values();
				const counts = await Promise.all(
					sessions.map(async (session) => await sendRest(session, headers, rest, streams)),
				);
				accepted = counts.reduce((sum, count) => sum + count);
			},
			claimed: () => accepted,
		};
	};
}

/** A session that is ready for use. */
export async function openBareSession({
	host,
	port,
	identity,
}: SinkAddress): Promise<ClientHttp2Session> {
	const session = connect(`https://${host}:${port}`, { ca: identity.caCertificate });
	await once(session, 'remoteSettings');
	return session;
}

/** The headers of a request without its path. */
export async function bareHeaders({ identity }: SinkAddress): Promise<Record<string, string>> {
	const jwt = await new SignJWT()
		.setProtectedHeader({ alg: 'ES256', kid: identity.keyId })
		.setIssuer(identity.teamId)
		.setIssuedAt()
		.sign(parsePrivateKey(identity.privateKey));
	return {
		':method': 'POST',
		authorization: `bearer ${jwt}`,
		'apns-topic': identity.bundleId,
		'apns-push-type': 'alert',
		'apns-priority': '10',
	};
}

/** Sends what is left, side by side with other sessions. Returns how many were accepted here. */
async function sendRest(
	session: ClientHttp2Session,
	headers: Record<string, string>,
	deviceTokens: Iterator<string>,
	streams: number,
): Promise<number> {
	let open = 0;
	let accepted = 0;
	return await new Promise((resolve) => {
		const onResponse = (answer: { ':status'?: number }) => {
			if (answer[':status'] === 200) accepted += 1;
		};
		const onClose = () => {
			open -= 1;
			sendNext();
		};
		const sendNext = (): boolean => {
			const { done, value } = deviceTokens.next();
			if (done) {
				if (open === 0) resolve(accepted);
				return false;
			}
			// Node copies the headers, so one object is enough.
			headers[':path'] = `/3/device/${value}`;
			open += 1;
			const stream = session.request(headers);
			stream.on('response', onResponse);
			stream.on('close', onClose);
			stream.resume();
			stream.end(PAYLOAD);
			return true;
		};
		while (open < streams && sendNext());
	});
}
