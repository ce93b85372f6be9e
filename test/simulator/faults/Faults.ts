import { constants } from 'node:http2';
import type { ServiceName } from '../services/Service.ts';
import type { ConnectionFault, Fault, RequestFault, Trigger } from './Fault.ts';

/** An active fault. */
export interface ArmedFault {
	readonly fault: Fault;
	/** How often it has struck. */
	readonly struck: number;
}

interface Entry extends ArmedFault {
	struck: number;
	/** Requests so far that match `service`, `tokens` and the connection. */
	requests: number;
	/** Connections accepted before the fault was added: it counts from 1. */
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
 * The active faults, in the order in which they were added. Each counts requests and connections itself,
 * from the moment it was added.
 */
export class Faults {
	/** Returns 0 ≤ random < 1. Set it to a seeded source to make `probability` repeatable. */
	random: () => number = Math.random;

	#entries: Entry[] = [];
	readonly #timers = new Set<NodeJS.Timeout>();
	readonly #connectionsSoFar: () => number;

	constructor(connectionsSoFar: () => number) {
		this.#connectionsSoFar = connectionsSoFar;
	}

	/** Activates a fault. The returned object shows how often it has struck. */
	add(fault: Fault): ArmedFault {
		assertHonest(fault);
		const entry = { fault, struck: 0, requests: 0, earlierConnections: this.#connectionsSoFar() };
		this.#entries.push(entry);
		return entry;
	}

	/** Ends all faults. Their effects on connections and requests remain. */
	clear(): void {
		this.#entries = [];
	}

	/** The faults that strike this request; only those that are iterated count as struck. */
	*strikingRequest(
		token: string,
		connection: number,
		service: ServiceName = 'device',
	): Generator<RequestFault> {
		// All counts are updated first: whether a fault strikes must not depend on other faults.
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

	/** A timer that does not keep the process alive, and ends with the simulator. */
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
		throw new RangeError('reset: REFUSED_STREAM is only for streams that were not processed');
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
