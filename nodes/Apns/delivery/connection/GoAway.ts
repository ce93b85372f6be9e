import { shortReason } from './Answer.ts';

/** A GOAWAY frame (RFC 9113 §6.8): the server takes no more streams on this connection. */
export interface GoAway {
	readonly errorCode: number;
	/** Streams with a higher ID were not processed. */
	readonly lastStreamId: number;
	/** Apple's reason from the debug data, or its plain text; null if there is none. */
	readonly reason: string | null;
}

/**
 * Reads a GOAWAY. A second one on the same connection may lower the last stream ID, never raise it (RFC
 * 9113 §6.8; two in succession: pushy #312).
 */
export function readGoAway(
	earlier: GoAway | undefined,
	errorCode: number,
	lastStreamId: number,
	debugData: Uint8Array | undefined,
): GoAway {
	return {
		errorCode: errorCode || (earlier?.errorCode ?? 0),
		lastStreamId: Math.min(lastStreamId, earlier?.lastStreamId ?? lastStreamId),
		reason: readReason(debugData) ?? earlier?.reason ?? null,
	};
}

/** RFC 9113 does not define debug data; Apple sends JSON or plain text (pushy #279, #356). */
function readReason(debugData: Uint8Array | undefined): string | null {
	const text = Buffer.from(debugData ?? []).toString('utf8');
	if (text === '') return null;
	try {
		const parsed: unknown = JSON.parse(text);
		if (typeof parsed === 'object' && parsed !== null && 'reason' in parsed) {
			const { reason } = parsed;
			if (typeof reason === 'string' && reason !== '') return shortReason(reason);
		}
	} catch {
		// Plain text.
	}
	return shortReason(text);
}
