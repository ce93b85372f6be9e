import { ProviderTokenCheck } from './checks/ProviderTokenCheck.ts';
import { Connections } from './Connections.ts';
import { DeviceRegistry } from './DeviceRegistry.ts';
import type { Environment } from './environment.ts';
import { Exchange, type ExchangeContext, type PushHeard } from './Exchange.ts';
import { Faults } from './faults/Faults.ts';
import { strike } from './faults/strike.ts';
import { createIdentity, type SimulatorIdentity } from './identity.ts';
import { Ledger } from './Ledger.ts';
import { Listener } from './Listener.ts';
import { SigningKeys, type Credential, type NewKey } from './SigningKeys.ts';

/** How a simulator is to be. */
export interface SimulatorOptions {
	/** TCP port on 127.0.0.1. Default: 0, any free one. */
	port?: number;
	/** Default: `sandbox`, where answers carry `apns-unique-id` as well. */
	environment?: Environment;
	/** Default: made anew. */
	identity?: SimulatorIdentity;
	/** Milliseconds since 1970. Default: `Date.now`. */
	clock?: () => number;
	/** What becomes of well-formed device tokens nobody has added. Default: `reject`. */
	unknownDevices?: 'reject' | 'accept';
	/**
	 * Whether a team gets 429 TooManyProviderTokenUpdates for a new provider token within 20 minutes
	 * of the last. Default: `lenient`, it does not: a client that starts again has to bring a new one.
	 */
	providerTokenUpdates?: 'strict' | 'lenient';
	/** `counts`: the ledger keeps one number per device token, for very long runs. */
	ledger?: 'entries' | 'counts';
	/** Called for each push when it was answered, or when it is certain that it will not be. */
	onPush?: (push: PushHeard) => void;
}

/**
 * A strict Apple Push Notification service on this machine: TLS, HTTP/2, provider tokens, and every
 * rule that Apple documents for a push to a device.
 *
 * @example
 * const simulator = await ApnsSimulator.start();
 * const token = simulator.devices.add({ token: deviceToken('phone') });
 * // … push to simulator.baseUrl with simulator.identity …
 * simulator.ledger.countOf(token); // 1
 * await simulator.stop();
 */
export class ApnsSimulator {
	readonly environment: Environment;
	readonly identity: SimulatorIdentity;
	/** The devices it knows. */
	readonly devices: DeviceRegistry;
	/** What it has accepted. */
	readonly ledger: Ledger;
	/** What it does wrong on purpose. */
	readonly faults: Faults;
	/** What it has seen of its clients' connections. */
	readonly connections: Connections;

	readonly #keys: SigningKeys;
	readonly #listener: Listener;
	#port = 0;

	private constructor(identity: SimulatorIdentity, options: SimulatorOptions) {
		const { environment = 'sandbox', clock = Date.now, onPush = () => {} } = options;
		const bundleIds = [identity.bundleId, ...identity.furtherBundleIds];
		this.environment = environment;
		this.identity = identity;
		this.devices = new DeviceRegistry(identity.bundleId, environment);
		this.ledger = new Ledger(options.ledger);
		this.#keys = new SigningKeys(bundleIds);
		this.#keys.add(identity);
		const providerTokens = new ProviderTokenCheck({
			keys: this.#keys,
			environment,
			clock,
			updates: options.providerTokenUpdates ?? 'lenient',
		});
		this.connections = new Connections(providerTokens.seen);
		this.faults = new Faults(() => this.connections.attempts);
		const context: ExchangeContext = {
			providerTokens,
			devices: this.devices,
			environment,
			acceptUnknown: options.unknownDevices === 'accept',
			ledger: this.ledger,
			clock,
			onPush,
		};
		this.#listener = new Listener({
			identity,
			counters: this.connections,
			faults: this.faults,
			onRequest: (request, stream, connection) =>
				this.#handle(new Exchange(request, stream, connection, context)),
		});
	}

	/** Starts a simulator that listens. Rejects where the port is taken (`EADDRINUSE`). */
	static async start(options: SimulatorOptions = {}): Promise<ApnsSimulator> {
		const identity = options.identity ?? (await createIdentity());
		const simulator = new ApnsSimulator(identity, options);
		simulator.#port = await simulator.#listener.listen(options.port ?? 0);
		return simulator;
	}

	/** `https://127.0.0.1:PORT` */
	get baseUrl(): string {
		return `https://127.0.0.1:${this.#port}`;
	}

	/** Registers one more key, of this team or another. */
	addKey(key: NewKey = {}): Credential {
		return this.#keys.add(key);
	}

	/** Ends every connection at once and frees the port. */
	async stop(): Promise<void> {
		this.faults.stop();
		await this.#listener.stop();
	}

	#handle(exchange: Exchange): void {
		this.ledger.requests++;
		const { deviceToken, connection } = exchange;
		if (exchange.isGivenUp) return exchange.leaveUnanswered('given up');
		for (const fault of this.faults.strikingRequest(deviceToken, connection.number)) {
			if (strike(fault, exchange, this.faults)) return;
			if (exchange.isGivenUp) return exchange.leaveUnanswered('given up');
		}
		exchange.respond(exchange.process());
	}
}
