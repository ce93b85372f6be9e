import { once } from 'node:events';
import {
	connect,
	type ClientHttp2Session,
	type IncomingHttpHeaders,
	type IncomingHttpStatusHeader,
	type OutgoingHttpHeaders,
} from 'node:http2';
import { setTimeout as delay } from 'node:timers/promises';
import type { ApnsSimulator } from '../ApnsSimulator.ts';
import type { CertifiedKey } from '../certificates/authority.ts';
import { signProviderToken } from './providerToken.ts';

/** The answer to one request. */
export interface BareAnswer {
	/** Undefined: no headers came. */
	readonly status: number | undefined;
	readonly headers: IncomingHttpHeaders;
	readonly body: string;
	/** From the body. */
	readonly reason: string | undefined;
	/** Of RST_STREAM; 0 if the stream ended normally. */
	readonly resetCode: number | undefined;
	readonly streamId: number | undefined;
}

/** A GOAWAY frame as received. */
export interface BareGoAway {
	readonly errorCode: number;
	readonly lastStreamId: number;
	readonly debugData: string;
}

/** How a client connects. Default: to the host for pushes, with a provider token. */
export interface BareConnection {
	/** Client certificate, used instead of a provider token. PEM, or the bytes of a .p12 file. */
	certificate?: CertifiedKey | { pfx: Buffer; passphrase: string };
	/** `channels`: to the listener for channel management. */
	to?: 'devices' | 'channels';
}

/** A channel request. */
export interface BareChannelRequest {
	method: string;
	/** Default: the simulator's own. */
	bundleId?: string;
	/** Default: `channels`. */
	collection?: string;
	headers?: OutgoingHttpHeaders;
	body?: string;
}

/** How a push differs from a valid one. */
export interface BarePush {
	token: string;
	headers?: OutgoingHttpHeaders;
	body?: string | Buffer;
}

const BROADCAST = '{"aps":{"event":"update","timestamp":1767225600,"content-state":{}}}';

/** Plain node:http2: obeys no rules for the caller, hides nothing. */
export class BareClient {
	readonly session: ClientHttp2Session;
	readonly goAways: BareGoAway[] = [];
	readonly streamLimits: Array<number | undefined> = [];
	readonly errors: string[] = [];
	/** Undefined: none is sent. */
	authorization: string | undefined;
	readonly #bundleId: string;

	private constructor(
		session: ClientHttp2Session,
		bundleId: string,
		authorization: string | undefined,
	) {
		this.session = session;
		this.authorization = authorization;
		this.#bundleId = bundleId;
		session.on('error', (error: NodeJS.ErrnoException) => this.errors.push(error.code ?? ''));
		session.on('goaway', (errorCode, lastStreamId, debugData) => {
			this.goAways.push({ errorCode, lastStreamId, debugData: debugData?.toString() ?? '' });
		});
		session.on('remoteSettings', (settings) => {
			this.streamLimits.push(settings.maxConcurrentStreams);
		});
	}

	/** Connects, by default with a valid provider token, without waiting. */
	static async dial(
		simulator: ApnsSimulator,
		{ certificate, to = 'devices' }: BareConnection = {},
	): Promise<BareClient> {
		const { identity, baseUrl, managementUrl } = simulator;
		// Signed first: an await after connecting would make the caller miss events.
		const authorization = certificate ? undefined : `bearer ${await signProviderToken(identity)}`;
		const session = connect(to === 'devices' ? baseUrl : managementUrl, {
			ca: identity.caCertificate,
			...(certificate && 'pfx' in certificate && certificate),
			...(certificate &&
				'privateKey' in certificate && {
					cert: certificate.certificate,
					key: certificate.privateKey,
				}),
		});
		return new BareClient(session, identity.bundleId, authorization);
	}

	/** Connects and waits for the first SETTINGS. */
	static async connect(
		simulator: ApnsSimulator,
		connection: BareConnection = {},
	): Promise<BareClient> {
		const client = await BareClient.dial(simulator, connection);
		await once(client.session, 'remoteSettings');
		return client;
	}

	/** Connects and pushes once, which raises the stream limit. */
	static async warm(simulator: ApnsSimulator, token: string): Promise<BareClient> {
		const client = await BareClient.connect(simulator);
		await client.push({ token });
		return client;
	}

	/** Sends a push that is valid except for the given parts, and waits for the end of its stream. */
	async push({ token, headers = {}, body = '{"aps":{"alert":"hello"}}' }: BarePush) {
		return await this.request(
			{
				':method': 'POST',
				':path': `/3/device/${token}`,
				authorization: this.authorization,
				'apns-topic': this.#bundleId,
				'apns-push-type': 'alert',
				...headers,
			},
			body,
		);
	}

	/** Sends a broadcast that is valid except for the given parts. */
	async broadcast(
		channelId: string,
		{ headers = {}, body = BROADCAST }: Partial<BarePush> = {},
	): Promise<BareAnswer> {
		return await this.request(
			{
				':method': 'POST',
				':path': `/4/broadcasts/apps/${this.#bundleId}`,
				authorization: this.authorization,
				'apns-channel-id': channelId,
				'apns-push-type': 'liveactivity',
				'apns-expiration': '0',
				'apns-priority': '5',
				...headers,
			},
			body,
		);
	}

	/** Sends a channel request. */
	async channels({
		method,
		bundleId = this.#bundleId,
		collection = 'channels',
		headers = {},
		body = '',
	}: BareChannelRequest): Promise<BareAnswer> {
		return await this.request(
			{
				':method': method,
				':path': `/1/apps/${bundleId}/${collection}`,
				authorization: this.authorization,
				...headers,
			},
			body,
		);
	}

	/** Sends any request and waits for the end of its stream. */
	request(headers: OutgoingHttpHeaders, body: string | Buffer): Promise<BareAnswer> {
		const stream = this.session.request(definedOnly(headers), { endStream: body.length === 0 });
		if (body.length > 0) stream.end(body);
		let answered: IncomingHttpHeaders & IncomingHttpStatusHeader = {};
		const chunks: Buffer[] = [];
		stream.on('response', (received) => (answered = received));
		stream.on('data', (chunk: Buffer) => chunks.push(chunk));
		stream.on('error', () => {});
		return new Promise((resolve) => {
			stream.on('close', () => {
				const text = Buffer.concat(chunks).toString();
				resolve({
					status: answered[':status'],
					headers: answered,
					body: text,
					reason: reasonIn(text),
					resetCode: stream.rstCode,
					streamId: stream.id,
				});
			});
		});
	}

	/** Sends PING and waits for its answer; false if there is none in time. */
	async ping(timeoutMs: number): Promise<boolean> {
		const answered = new Promise<boolean>((resolve) => {
			this.session.ping((error) => resolve(error === null));
		});
		return await Promise.race([answered, delay(timeoutMs, false)]);
	}

	/** Resolves when the connection is closed. */
	async closed(): Promise<void> {
		if (this.session.destroyed) return;
		await new Promise<void>((resolve) => this.session.once('close', resolve));
	}

	close(): void {
		this.session.destroy();
	}
}

function definedOnly(headers: OutgoingHttpHeaders): OutgoingHttpHeaders {
	return Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== undefined));
}

function reasonIn(body: string): string | undefined {
	try {
		return (JSON.parse(body) as { reason?: string }).reason;
	} catch {
		return undefined;
	}
}
