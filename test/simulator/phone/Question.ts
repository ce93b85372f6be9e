/** A question in a notification, as sent by n8n's Send and Wait for Response. */
export interface Question {
	/** Empty where the alert has none. */
	readonly title: string;
	/** Empty where the alert has none. */
	readonly body: string;
	/** Signed URL; a POST to it approves. A secret: whoever has it can answer. */
	readonly approve?: string;
	/** Likewise, to decline. */
	readonly decline?: string;
	/** Likewise; takes `{ "text": "…" }`. */
	readonly respond?: string;
}

/** Reads a payload (JSON); undefined if it asks nothing, because `n8n` has no URL. */
export function readQuestion(payload: string): Question | undefined {
	const { aps, n8n } = objectIn(JSON.parse(payload));
	const addresses = Object.entries(objectIn(n8n)).filter(isAddress);
	if (addresses.length === 0) return undefined;
	const { alert } = objectIn(aps);
	const { title, body } = typeof alert === 'string' ? { title: '', body: alert } : objectIn(alert);
	return { title: textIn(title), body: textIn(body), ...Object.fromEntries(addresses) };
}

function isAddress([name, value]: [string, unknown]): boolean {
	return ['approve', 'decline', 'respond'].includes(name) && typeof value === 'string';
}

function objectIn(value: unknown): Record<string, unknown> {
	return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function textIn(value: unknown): string {
	return typeof value === 'string' ? value : '';
}
