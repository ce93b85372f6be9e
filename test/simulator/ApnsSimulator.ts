import type { ServerHttp2Stream } from 'node:http2';
import { deviceTokenOf, headerOf, type ApnsRequest } from './ApnsRequest.ts';
import type { CertifiedKey } from './certificates/authority.ts';
import {
	createClientCertificate,
	type ClientCertificateTraits,
} from './certificates/createClientCertificate.ts';
import { ChannelRegistry } from './ChannelRegistry.ts';
import { CertificateCheck } from './checks/CertificateCheck.ts';
import { ProviderTokenCheck } from './checks/ProviderTokenCheck.ts';
import type { Connection } from './Connection.ts';
import { Connections } from './Connections.ts';
import { DeviceRegistry } from './DeviceRegistry.ts';
import type { Environment } from './environment.ts';
import { Exchange, type ExchangeContext, type RequestHeard } from './Exchange.ts';
import { Faults } from './faults/Faults.ts';
import { strike } from './faults/strike.ts';
import { createIdentity, type SimulatorIdentity } from './identity.ts';
import { Ledger } from './Ledger.ts';
import { Listener } from './Listener.ts';
import type { Phone } from './phone/Phone.ts';
import { BroadcastService } from './services/BroadcastService.ts';
import { ChannelService } from './services/ChannelService.ts';
import { DeviceService } from './services/DeviceService.ts';
import type { Service } from './services/Service.ts';
import { SigningKeys, type Credential, type NewKey } from './SigningKeys.ts';
import type { SimulatorOptions } from './SimulatorOptions.ts';

export type { SimulatorOptions } from './SimulatorOptions.ts';

/**
 * A strict Apple Push Notification service on this machine: TLS, HTTP/2, provider tokens and client
 * certificates, and every rule that Apple documents for pushes to a device, broadcasts and channels.
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
	/** The broadcast channels it knows. */
	readonly channels: ChannelRegistry;
	/** What it has accepted. */
	readonly ledger: Ledger;
	/** What it does wrong on purpose. */
	readonly faults: Faults;
	/** Statistics of its clients' connections. */
	readonly connections: Connections;

	readonly #keys: SigningKeys;
	readonly #certificates: CertificateCheck;
	readonly #sending: Listener;
	readonly #managing: Listener;
	readonly #phone: Phone | undefined;
	#port = 0;
	#managementPort = 0;

	private constructor(identity: SimulatorIdentity, options: SimulatorOptions) {
		const { environment = 'sandbox', clock = Date.now } = options;
		this.environment = environment;
		this.identity = identity;
		this.devices = new DeviceRegistry(identity.bundleId, environment);
		this.channels = new ChannelRegistry(identity.bundleId);
		this.#phone = options.phone;
		this.ledger = new Ledger(options.ledger, (entry) => this.#phone?.receive(entry));
		this.#keys = new SigningKeys([
			identity.bundleId,
			...identity.furtherBundleIds,
			...identity.passTypeIdentifiers,
		]);
		this.#keys.add(identity);
		const authority = identity.clientAuthority.certificate;
		this.#certificates = new CertificateCheck({ authority, environment, clock });
		const providerTokens = new ProviderTokenCheck({
			keys: this.#keys,
			environment,
			clock,
			updates: options.providerTokenUpdates ?? 'lenient',
		});
		this.connections = new Connections(providerTokens.seen);
		this.faults = new Faults(() => this.connections.attempts);

		const { ledger, devices, channels } = this;
		const common = { providerTokens, certificates: this.#certificates, ledger, clock };
		const acceptUnknown = options.unknownDevices === 'accept';
		const context: ExchangeContext = {
			environment,
			ledger,
			spellsAsDocumented: options.spelling === 'documented',
			onRequest: (heard) => tell(heard, options),
		};
		// "Sending broadcast push notification requests to APNs" and "Sending channel management requests to
		// APNs": broadcasts use the host of device pushes, channels have their own host and port.
		this.#sending = this.#listener(context, [
			new DeviceService({ ...common, environment, devices, acceptUnknown }),
			new BroadcastService({ ...common, channels }),
		]);
		this.#managing = this.#listener(context, [new ChannelService({ ...common, channels })]);
	}

	/** Starts a simulator. Rejects if a port is taken (`EADDRINUSE`). */
	static async start(options: SimulatorOptions = {}): Promise<ApnsSimulator> {
		const identity = options.identity ?? (await createIdentity());
		const simulator = new ApnsSimulator(identity, options);
		simulator.#port = await simulator.#sending.listen(options.port ?? 0);
		try {
			simulator.#managementPort = await simulator.#managing.listen(options.managementPort ?? 0);
		} catch (error) {
			await simulator.#sending.stop();
			throw error;
		}
		return simulator;
	}

	/** The URL for pushes and broadcasts: `https://127.0.0.1:PORT` */
	get baseUrl(): string {
		return `https://127.0.0.1:${this.#port}`;
	}

	/** The URL for channel requests: `https://127.0.0.1:PORT` */
	get managementUrl(): string {
		return `https://127.0.0.1:${this.#managementPort}`;
	}

	/** Registers another key, of this team or another. */
	addKey(key: NewKey = {}): Credential {
		return this.#keys.add(key);
	}

	/** Creates a client certificate, by default a valid one for all services of the simulator's app. */
	async createClientCertificate(
		traits: Partial<ClientCertificateTraits> = {},
	): Promise<CertifiedKey> {
		const { clientAuthority, bundleId } = this.identity;
		return await createClientCertificate(clientAuthority, { uid: bundleId, ...traits });
	}

	/** Creates a Pass Type ID certificate, by default for the type of the team's passes. */
	async createPassCertificate(
		passTypeIdentifier = this.identity.passTypeIdentifiers[0]!,
	): Promise<CertifiedKey> {
		const { clientAuthority } = this.identity;
		return await createClientCertificate(clientAuthority, { uid: passTypeIdentifier });
	}

	/** Revokes a client certificate (PEM). */
	revokeClientCertificate(certificate: string): void {
		this.#certificates.revoke(certificate);
	}

	/** Ends every connection at once and frees the ports. */
	async stop(): Promise<void> {
		this.faults.stop();
		this.#phone?.stop();
		await Promise.all([this.#sending.stop(), this.#managing.stop()]);
	}

	#listener(context: ExchangeContext, services: readonly [Service, ...Service[]]): Listener {
		const onRequest = (request: ApnsRequest, stream: ServerHttp2Stream, connection: Connection) => {
			const path = headerOf(request, ':path') ?? '';
			// The first service answers unknown paths: 404 BadPath.
			const service = services.find(({ pathPrefix }) => path.startsWith(pathPrefix)) ?? services[0];
			this.#handle(new Exchange(request, service, stream, connection, context));
		};
		return new Listener({
			serves: services.map(({ name }) => name),
			identity: this.identity,
			counters: this.connections,
			faults: this.faults,
			onRequest,
		});
	}

	#handle(exchange: Exchange): void {
		this.ledger.requests++;
		const { deviceToken, connection, service } = exchange;
		if (exchange.isGivenUp) return exchange.leaveUnanswered('given up');
		for (const fault of this.faults.strikingRequest(deviceToken, connection.number, service)) {
			if (strike(fault, exchange, this.faults)) return;
			if (exchange.isGivenUp) return exchange.leaveUnanswered('given up');
		}
		exchange.respond(exchange.process());
	}
}

function tell(heard: RequestHeard, { onRequest, onPush }: SimulatorOptions): void {
	onRequest?.(heard);
	if (heard.service !== 'device') return;
	const { request, answer } = heard;
	const pushType = headerOf(request, 'apns-push-type');
	onPush?.({ deviceToken: deviceTokenOf(request), pushType, answer });
}
