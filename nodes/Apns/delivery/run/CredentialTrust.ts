import type { Connection } from '../connection/Connection.ts';

/** Whether APNs takes the credential, from what its connections have answered. */
export class CredentialTrust {
	#wasAccepted = false;
	/** Connections that have refused it since it was last accepted. */
	readonly #refusedBy = new Set<Connection>();

	/** APNs has accepted it. */
	accept(): void {
		this.#wasAccepted = true;
		if (this.#refusedBy.size > 0) this.#refusedBy.clear();
	}

	/**
	 * The connection has refused it, and is used no more. Where APNs had accepted it before, that is believed when
	 * another one says the same: a single server was seen to be wrong.
	 *
	 * @returns whether it is believed
	 */
	refuse(connection: Connection): boolean {
		if (!this.#wasAccepted) return true;
		this.#refusedBy.add(connection);
		connection.drain();
		return this.#refusedBy.size > 1;
	}
}
