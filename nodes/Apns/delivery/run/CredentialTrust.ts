import type { Connection } from '../connection/Connection.ts';

/** Whether APNs accepts the credential, judged by the answers on its connections. */
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
	 * The connection has refused the credential, and is not used again. If APNs has accepted it before, a
	 * second connection must refuse it, too: single servers have been seen to be wrong.
	 *
	 * @returns whether the refusal counts
	 */
	refuse(connection: Connection): boolean {
		if (!this.#wasAccepted) return true;
		this.#refusedBy.add(connection);
		connection.drain();
		return this.#refusedBy.size > 1;
	}
}
