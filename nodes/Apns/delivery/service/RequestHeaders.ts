import { sensitiveHeaders } from 'node:http2';
import type { ApnsTarget } from '../route/ApnsTarget.ts';
import type { Service } from './Service.ts';
import { authorityOf } from '../route/uriHost.ts';

const PATH_VALUE = 7;
const NOWHERE = -1;

/**
 * The headers of the requests for one message, as the list of names and values that node:http2 processes
 * fastest (Node 22.17). A request encodes the list when it starts, so one list is enough: call {@link
 * address} before each request.
 */
export class RequestHeaders {
	readonly list: string[];
	/** Index of the recipient in the list, and the text before it in that value. */
	readonly #place: number;
	readonly #prefix: string;

	/** @param fixed alternating names (lower case) and values that are the same for all recipients */
	constructor(
		target: ApnsTarget,
		{ method, pathOf, recipientIn, idHeader }: Service,
		topic: string,
		fixed: readonly string[],
	) {
		const path = pathOf(topic);
		this.list = [
			':method',
			method,
			':scheme',
			'https',
			':authority',
			authorityOf(target),
			':path',
			path,
			...fixed,
			...(recipientIn === 'header' ? ['apns-channel-id', ''] : []),
			idHeader,
			'',
		];
		const places = { path: PATH_VALUE, header: this.list.length - 3, nowhere: NOWHERE };
		this.#place = places[recipientIn];
		this.#prefix = recipientIn === 'path' ? path : '';
		// Different each time, so it would only evict repeated headers from HPACK's small table.
		Object.assign(this.list, { [sensitiveHeaders]: [idHeader] });
	}

	/** Sets what differs from request to request. */
	address(recipient: string, apnsId: string): this {
		if (this.#place !== NOWHERE) this.list[this.#place] = this.#prefix + recipient;
		this.list[this.list.length - 1] = apnsId;
		return this;
	}
}
