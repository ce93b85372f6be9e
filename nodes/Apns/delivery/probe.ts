import { sentPushType, type PushType } from '../notification/pushType.ts';
import type { Answer } from './connection/Answer.ts';
import type { ApnsTarget } from './route/ApnsTarget.ts';
import { systemClock, type Clock } from './time/Clock.ts';
import { Connection } from './connection/Connection.ts';
import { ConnectionFailure } from './route/ConnectionFailure.ts';
import { newApnsId } from './service/newApnsId.ts';
import type { Exchange } from './connection/OpenRequest.ts';
import {
	authorizationOf,
	type ProviderToken,
	type ProviderTokenSource,
} from './identity/ProviderTokenSource.ts';
import { RequestHeaders } from './service/RequestHeaders.ts';
import { refusalIn } from './service/runFault.ts';
import { DEVICE_PUSH } from './service/Service.ts';

/** The result of a check of the connection to APNs. */
export interface ProbeReport {
	/** Null if no connection was established. */
	readonly connection: {
		readonly protocol: string;
		readonly tlsVersion: string | null;
		/** Round trip of one HTTP/2 PING; null if it was not answered. */
		readonly pingMs: number | null;
		/** As the server set it after its answer; null if there is no limit. */
		readonly maxConcurrentStreams: number | null;
	} | null;
	/** How APNs answered a notification that cannot arrive; undefined if it did not. */
	readonly answer: Answer | undefined;
	readonly failure: ConnectionFailure | undefined;
	/** Undefined with a client certificate. */
	readonly providerToken: ProviderToken | undefined;
}

/**
 * No device has this token. APNs has no "who am I" request: to a valid credential it answers a harmless 400
 * (BadDeviceToken; MissingTopic without a topic), to any other a 403 that says what is wrong.
 */
const NO_DEVICE = '0'.repeat(64);

/** If such a device existed, its user would not notice a push with expiration 0 and no text. */
const HARMLESS = ['apns-priority', '5', 'apns-expiration', '0'];

const PAYLOAD = '{"aps":{"content-available":1}}';

/** Topic and push type of the probe's notification. */
export interface ProbeTopic {
	readonly topic: string;
	readonly pushType: PushType;
}

/**
 * Opens a new connection, sends one notification that cannot arrive, and measures a PING.
 *
 * @param tokens undefined if the target has a client certificate
 * @param about what the credential may send to, if known
 */
export async function probe(
	target: ApnsTarget,
	tokens: ProviderTokenSource | undefined,
	about: ProbeTopic | undefined,
	timeoutMs: number,
	clock: Clock = systemClock,
): Promise<ProbeReport> {
	const providerToken = await tokens?.get();
	let connection: Connection | undefined;
	let timer: unknown;
	try {
		const late = new Promise<never>((_, reject) => {
			timer = clock.setTimer(() => {
				reject(new ConnectionFailure('timeout', `${target.host} did not answer in time.`));
			}, timeoutMs);
		});
		const opened = open(target, clock);
		connection = opened.connection;
		await Promise.race([opened.ready, late]);
		const { socket } = connection;
		const answer = await Promise.race([ask(connection, providerToken, about), late]);
		if (answer.status === 403 && answer.reason === 'ExpiredProviderToken') {
			if (providerToken !== undefined) tokens?.expire(providerToken);
		}
		// The answer counts, whatever happens to the connection afterwards.
		const pingMs = await Promise.race([connection.ping(), late]).catch(() => null);
		const { streamLimit } = connection;
		return {
			connection: {
				protocol: 'h2',
				tlsVersion: socket?.getProtocol?.() ?? null,
				pingMs: pingMs === null ? null : Math.round(pingMs * 100) / 100,
				maxConcurrentStreams: streamLimit < 2 ** 32 - 1 ? streamLimit : null,
			},
			answer,
			failure: undefined,
			providerToken,
		};
	} catch (error) {
		const failure =
			error instanceof ConnectionFailure
				? error
				: new ConnectionFailure('lost', `The connection to ${target.host} was lost.`, error);
		return { connection: null, answer: refusalIn(connection?.goAway), failure, providerToken };
	} finally {
		clock.clearTimer(timer);
		connection?.destroy(new ConnectionFailure('lost', 'The check is over.'));
	}
}

function open(target: ApnsTarget, clock: Clock) {
	let connection!: Connection;
	const ready = new Promise<void>((resolve, reject) => {
		connection = new Connection(
			target,
			{
				connectionChanged: ({ state }) => state === 'ready' && resolve(),
				connectionClosed: (_, failure) => reject(failure),
			},
			clock,
		);
	});
	// The connection may close after the race is decided.
	ready.catch(() => {});
	return { connection, ready };
}

async function ask(
	connection: Connection,
	token: ProviderToken | undefined,
	about: ProbeTopic | undefined,
): Promise<Answer> {
	return await new Promise((resolve, reject) => {
		const exchange: Exchange = {
			readsContent: false,
			answered: resolve,
			lost: ({ failure }) => reject(failure),
		};
		const headers = [...authorizationOf(token), ...HARMLESS];
		// A certificate may be for VoIP or device management only.
		headers.push('apns-push-type', sentPushType(about?.pushType ?? 'background'));
		if (about !== undefined) headers.push('apns-topic', about.topic);
		const request = new RequestHeaders(connection.target, DEVICE_PUSH, about?.topic ?? '', headers);
		connection.send(
			exchange,
			request.address(NO_DEVICE, newApnsId()).list,
			PAYLOAD,
			connection.clock.nowMs(),
		);
	});
}
