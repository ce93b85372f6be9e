/** Statistics of the simulator's connections. */
export class Connections {
	/** TCP connections accepted, including those that a fault rejected. */
	attempts = 0;
	/** TLS handshakes completed. */
	opened = 0;
	/** Currently open (TLS). */
	open = 0;
	/** The most that were open at once. */
	peakOpen = 0;
	/** The most streams that were open at once on any one connection. */
	peakStreams = 0;
	/** PINGs received. */
	pings = 0;
	/** Streams opened above a limit that the client had acknowledged. If not 0, the client is wrong. */
	streamLimitViolations = 0;
	/** Streams refused because they were above a limit that was not yet acknowledged. */
	refusedStreams = 0;
	/** Distinct provider tokens (JWTs) with a valid signature. */
	readonly providerTokensSeen: ReadonlySet<string>;

	constructor(providerTokensSeen: ReadonlySet<string>) {
		this.providerTokensSeen = providerTokensSeen;
	}
}
