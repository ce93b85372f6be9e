import { ConnectionFailure } from '../route/ConnectionFailure.ts';
import type { GoAway } from './GoAway.ts';

/** Requests went out, and for long nobody got an answer. */
export function silenceFailure(host: string): ConnectionFailure {
	return new ConnectionFailure('timeout', `${host} did not answer in time.`);
}

/** A PING was not answered: the peer, or the way to it, is gone. */
export function pingFailure(host: string): ConnectionFailure {
	return new ConnectionFailure('timeout', `${host} did not answer a PING.`);
}

/** RFC 9113 §3.4: a server sends SETTINGS first thing; one that does not is not usable. */
export function settingsFailure(host: string): ConnectionFailure {
	return new ConnectionFailure('timeout', `${host} sent no HTTP/2 SETTINGS.`);
}

/** It ended without a word. */
export function closedFailure(host: string): ConnectionFailure {
	return new ConnectionFailure('lost', `${host} closed the connection.`);
}

/** In the server's own words; undefined where it has none. */
export function goAwayFailure(
	host: string,
	{ errorCode, reason }: GoAway,
): ConnectionFailure | undefined {
	const why = reason ?? (errorCode === 0 ? undefined : `HTTP/2 error ${errorCode}`);
	if (why === undefined) return undefined;
	return new ConnectionFailure('lost', `${host} closed the connection (${why}).`);
}
