import { ConnectionFailure } from '../route/ConnectionFailure.ts';
import type { GoAway } from './GoAway.ts';

/** Requests were sent, and there was no answer for a long time. */
export function silenceFailure(host: string): ConnectionFailure {
	return new ConnectionFailure('timeout', `${host} did not answer in time.`);
}

/** A PING was not answered: the peer or the network is gone. */
export function pingFailure(host: string): ConnectionFailure {
	return new ConnectionFailure('timeout', `${host} did not answer a PING.`);
}

/** RFC 9113 §3.4: a server must send SETTINGS first. */
export function settingsFailure(host: string): ConnectionFailure {
	return new ConnectionFailure('timeout', `${host} sent no HTTP/2 SETTINGS.`);
}

/** The server gave no reason. */
export function closedFailure(host: string): ConnectionFailure {
	return new ConnectionFailure('lost', `${host} closed the connection.`);
}

/** The server's own reason; undefined if it gave none. */
export function goAwayFailure(
	host: string,
	{ errorCode, reason }: GoAway,
): ConnectionFailure | undefined {
	const why = reason ?? (errorCode === 0 ? undefined : `HTTP/2 error ${errorCode}`);
	if (why === undefined) return undefined;
	return new ConnectionFailure('lost', `${host} closed the connection (${why}).`);
}
