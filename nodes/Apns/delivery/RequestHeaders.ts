import { sensitiveHeaders } from 'node:http2';
import type { ApnsTarget } from './ApnsTarget.ts';

const PATH_VALUE = 7;

/**
 * The headers of the requests for one notification, as the list of names and values that node:http2 takes
 * in least time (Node 22.17). It is encoded the moment a request is started, so one list does for all:
 * {@link address} it before each.
 */
export class RequestHeaders {
	readonly list: string[];

	/** @param fixed names and values in turn, in lower case: what is the same for all devices */
	constructor(target: ApnsTarget, fixed: readonly string[]) {
		this.list = [
			...[':method', 'POST'],
			...[':scheme', 'https'],
			...[':authority', authorityOf(target)],
			...[':path', ''],
			...fixed,
			...['apns-id', ''],
		];
		// Different each time: in HPACK's small table it would only drive out what repeats.
		Object.assign(this.list, { [sensitiveHeaders]: ['apns-id'] });
	}

	/** Sets what differs from device to device. */
	address(deviceToken: string, apnsId: string): this {
		this.list[PATH_VALUE] = `/3/device/${deviceToken}`;
		this.list[this.list.length - 1] = apnsId;
		return this;
	}
}

/** RFC 3986 §3.2: an IPv6 address is in brackets, and https means port 443. */
export function authorityOf({ host, port }: ApnsTarget): string {
	const name = host.includes(':') ? `[${host}]` : host;
	return port === 443 ? name : `${name}:${port}`;
}
