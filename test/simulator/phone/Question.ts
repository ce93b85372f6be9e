/** What a notification asks the person who reads it: n8n's Send and Wait for Response sends these. */
export interface Question {
	/** Empty where the alert has none. */
	readonly title: string;
	/** Empty where the alert has none. */
	readonly body: string;
	/** Signed URL; a POST to it is a yes. A secret: whoever has it can answer. */
	readonly approve?: string;
	/** Likewise, a no. */
	readonly decline?: string;
	/** Likewise; takes `{ "text": "…" }`. */
	readonly respond?: string;
}

/** Reads a payload (JSON); undefined where it asks nothing, because it has no address in `n8n`. */
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
