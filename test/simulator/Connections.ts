/** How the simulator's connections have fared so far. */
export class Connections {
	/** TCP connections accepted, those that a fault turned away among them. */
	attempts = 0;
	/** TLS handshakes completed. */
	opened = 0;
	/** Open now (TLS). */
	open = 0;
	/** The most that were open at once. */
	peakOpen = 0;
	/** The most streams that were open at once on any one connection. */
	peakStreams = 0;
	/** PINGs heard. */
	pings = 0;
	/** Streams opened above a limit which the client had acknowledged. Zero, or the client is wrong. */
	streamLimitViolations = 0;
	/** Streams refused because they came above a limit not yet acknowledged. */
	refusedStreams = 0;
	/** Distinct provider tokens (JWTs) with a good signature. */
	readonly providerTokensSeen: ReadonlySet<string>;

	constructor(providerTokensSeen: ReadonlySet<string>) {
		this.providerTokensSeen = providerTokensSeen;
	}
}
