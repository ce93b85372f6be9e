/** What rows with the same content for all tokens send. */
export const ALERT = { title: 'Payment', body: 'Please approve order 1234' } as const;

/** The request body for it. */
export const PAYLOAD = Buffer.from(JSON.stringify({ aps: { alert: ALERT } }));
