import { constants } from 'node:http2';
import type { ServiceName } from '../services/Service.ts';
import type { ConnectionFault, Fault, RequestFault, Trigger } from './Fault.ts';

/** A fault in force. */
export interface ArmedFault {
	readonly fault: Fault;
	/** How often it has struck. */
	readonly struck: number;
}

interface Entry extends ArmedFault {
	struck: number;
	/** Requests so far that fit `service`, `tokens` and the connection. */
	requests: number;
	/** Connections accepted before the fault was added: it counts from 1 itself. */
	readonly earlierConnections: number;
}

const connectionKinds: ReadonlySet<Fault['kind']> = new Set([
	'refuseConnection',
	'tlsFailure',
	'wrongAlpn',
	'noSettings',
	'trickle',
]);

/**
 * The faults in force, in the order in which they were added. Each counts for itself, requests and
 * connections alike, from the moment it was added.
 */
export class Faults {
	/** From 0 up to 1. Set it to a seeded source to make `probability` repeatable. */
	random: () => number = Math.random;

	#entries: Entry[] = [];
	readonly #timers = new Set<NodeJS.Timeout>();
	readonly #connectionsSoFar: () => number;

	constructor(connectionsSoFar: () => number) {
		this.#connectionsSoFar = connectionsSoFar;
	}

	/** Puts a fault in force. The returned object tells how often it has struck. */
	add(fault: Fault): ArmedFault {
		assertHonest(fault);
		const entry = { fault, struck: 0, requests: 0, earlierConnections: this.#connectionsSoFar() };
		this.#entries.push(entry);
		return entry;
	}

	/** Ends all faults. What they have done to connections and requests stays done. */
	clear(): void {
		this.#entries = [];
	}

	/** The faults that strike this request, one by one: only those asked for count as struck. */
	*strikingRequest(
		token: string,
		connection: number,
		service: ServiceName = 'device',
	): Generator<RequestFault> {
		// The counts of all come first: which faults strike must not depend on their company.
		const due = this.#entries.filter((entry) => {
			if (isConnectionFault(entry.fault)) return false;
			const { at = {} } = entry.fault;
			if (!fitsConnection(at, connection - entry.earlierConnections)) return false;
			if (!fitsService(at, [service])) return false;
			if (at.tokens && !at.tokens.some((one) => one.toLowerCase() === token.toLowerCase()))
				return false;
			entry.requests++;
			return fitsCount(at, entry.requests);
		});
		for (const entry of due) if (this.#strikes(entry)) yield entry.fault as RequestFault;
	}

	/** The faults that strike this connection before its first request; they count as struck. */
	strikingConnection(
		connection: number,
		services: readonly ServiceName[] = ['device'],
	): ConnectionFault[] {
		const due = this.#entries.filter(({ fault, earlierConnections }) => {
			const { at = {} } = fault;
			if (!isConnectionFault(fault) || !fitsService(at, services)) return false;
			return fitsConnection(at, connection - earlierConnections);
		});
		return due.filter((entry) => this.#strikes(entry)).map(({ fault }) => fault as ConnectionFault);
	}

	/** A timer that keeps nothing alive and ends with the simulator. */
	later(delayMs: number, action: () => void): void {
		const timer = setTimeout(() => {
			this.#timers.delete(timer);
			action();
		}, delayMs).unref();
		this.#timers.add(timer);
	}

	/** Ends all faults and timers. */
	stop(): void {
		this.clear();
		for (const timer of this.#timers) clearTimeout(timer);
		this.#timers.clear();
	}

	#strikes(entry: Entry): boolean {
		const { times = Infinity, probability = 1 } = entry.fault.at ?? {};
		if (entry.struck >= times) return false;
		if (probability < 1 && this.random() >= probability) return false;
		entry.struck++;
		return true;
	}
}

// RFC 9113 section 8.7: REFUSED_STREAM promises that nothing was processed.
function assertHonest(fault: Fault): void {
	if (fault.kind !== 'reset' || fault.code !== constants.NGHTTP2_REFUSED_STREAM) return;
	if (fault.when !== 'beforeProcessing') {
		throw new RangeError('reset: REFUSED_STREAM is for streams that were not processed');
	}
}

function isConnectionFault(fault: Fault): boolean {
	return connectionKinds.has(fault.kind) || (fault.kind === 'goaway' && fault.onConnect === true);
}

function fitsService(at: Trigger, services: readonly ServiceName[]): boolean {
	return at.service === undefined || services.includes(at.service);
}

function fitsConnection(at: Trigger, connection: number): boolean {
	const { connection: only, fromConnection = -Infinity, firstConnections } = at;
	if (only !== undefined && connection !== only) return false;
	if (firstConnections !== undefined && (connection < 1 || connection > firstConnections)) {
		return false;
	}
	return connection >= fromConnection;
}

function fitsCount(at: Trigger, request: number): boolean {
	const { request: only = request, fromRequest = 0, everyRequests = 1 } = at;
	return request === only && request >= fromRequest && request % everyRequests === 0;
}
