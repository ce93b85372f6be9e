/** A made-up device token: which sender it belongs to, and its number there. */
export function tokenOf(sender: number, index: number): string {
	return sender.toString(16).padStart(8, '0') + index.toString(16).padStart(56, '0');
}

/** The sender of a webhook's pushes; bulks have the numbers below. */
export const WEBHOOK = 0xffff;

/** The sender and the number in the path of a request: `/3/device/…` */
export function senderIn(path: string): [sender: number, index: number] {
	return [parseInt(path.slice(10, 18), 16), parseInt(path.slice(18), 16)];
}
