/** What every row sends, where it sends the same to all. */
export const ALERT = { title: 'Payment', body: 'Please approve order 1234' } as const;

/** The body of the request that this makes. */
export const PAYLOAD = Buffer.from(JSON.stringify({ aps: { alert: ALERT } }));
