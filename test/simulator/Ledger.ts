/** A notification that APNs has accepted. */
export interface LedgerEntry {
	readonly apnsId: string;
	readonly deviceToken: string;
	readonly topic: string;
	readonly pushType: string | undefined;
	readonly priority: number | undefined;
	/** UNIX seconds, as sent. */
	readonly expiration: number | undefined;
	readonly collapseId: string | undefined;
	readonly payload: string;
	readonly receivedAtMs: number;
	/** Number of the connection it came on. */
	readonly connection: number;
	/** Its stream id. */
	readonly stream: number;
}

/** A broadcast that APNs has accepted. */
export interface BroadcastEntry {
	readonly requestId: string;
	readonly bundleId: string;
	readonly channelId: string;
	readonly priority: number | undefined;
	/** UNIX seconds, as sent. */
	readonly expiration: number;
	readonly payload: string;
	readonly receivedAtMs: number;
	/** Number of the connection it came on. */
	readonly connection: number;
	/** Its stream id. */
	readonly stream: number;
}

/** Operations on the channels of an app. */
export type ChannelOperation = 'create' | 'read' | 'delete' | 'readAll';

/** A channel request that APNs has accepted. */
export interface ChannelEntry {
	readonly operation: ChannelOperation;
	readonly requestId: string;
	readonly bundleId: string;
	/** The channel that was created, read or deleted. */
	readonly channelId: string | undefined;
	readonly receivedAtMs: number;
	/** Number of the connection it came on. */
	readonly connection: number;
	/** Its stream id. */
	readonly stream: number;
}

/**
 * What really happened: every accepted notification, whether or not the client got the answer, and a count
 * of all requests and answers.
 */
export class Ledger {
	/** Accepted notifications in order. Empty if only counts are kept. */
	readonly entries: LedgerEntry[] = [];
	/** Accepted broadcasts in order; the same applies. */
	readonly broadcasts: BroadcastEntry[] = [];
	/** Accepted channel requests in order; the same applies. */
	readonly channelRequests: ChannelEntry[] = [];
	/** Requests received, including those without an answer. */
	requests = 0;
	/** How often each answer was given: `200`, `403 InvalidProviderToken`, `no answer (reset)`. */
	readonly answers = new Map<string, number>();

	readonly #keepEntries: boolean;
	readonly #onAccept: ((entry: LedgerEntry) => void) | undefined;
	readonly #counts = new Map<string, number>();

	constructor(keep: 'entries' | 'counts' = 'entries', onAccept?: (entry: LedgerEntry) => void) {
		this.#keepEntries = keep === 'entries';
		this.#onAccept = onAccept;
	}

	/** Total of accepted notifications to devices. */
	accepted = 0;

	/** Records an accepted notification. */
	accept(entry: LedgerEntry): void {
		const token = entry.deviceToken.toLowerCase();
		this.accepted++;
		this.#counts.set(token, (this.#counts.get(token) ?? 0) + 1);
		if (this.#keepEntries) this.entries.push(entry);
		this.#onAccept?.(entry);
	}

	/** Records an accepted broadcast. */
	acceptBroadcast(entry: BroadcastEntry): void {
		if (this.#keepEntries) this.broadcasts.push(entry);
	}

	/** Records an accepted channel request. */
	acceptChannelRequest(entry: ChannelEntry): void {
		if (this.#keepEntries) this.channelRequests.push(entry);
	}

	/** Counts an answer, or the reason why there is none. */
	answered(label: string): void {
		this.answers.set(label, (this.answers.get(label) ?? 0) + 1);
	}

	/** How many notifications were accepted for this device token. */
	countOf(token: string): number {
		return this.#counts.get(token.toLowerCase()) ?? 0;
	}

	has(token: string): boolean {
		return this.countOf(token) > 0;
	}

	/** The device tokens for which at least one notification was accepted, lower-case. */
	tokens(): string[] {
		return [...this.#counts.keys()];
	}

	clear(): void {
		this.entries.length = 0;
		this.broadcasts.length = 0;
		this.channelRequests.length = 0;
		this.requests = 0;
		this.accepted = 0;
		this.answers.clear();
		this.#counts.clear();
	}
}
