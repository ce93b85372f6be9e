import type { ApnsTarget } from '../route/ApnsTarget.ts';
import { authorizationOf, type ProviderToken } from '../identity/ProviderTokenSource.ts';
import { RequestHeaders } from './RequestHeaders.ts';
import type { Message, Service } from './Service.ts';

/**
 * Encodes headers and bodies of requests to a host. Keeps those of the last message: a million requests may
 * follow that differ in device and payload only.
 */
export class RequestEncoder {
	readonly #target: ApnsTarget;
	#last:
		| { service: Service; message: Message; jwt: string | undefined; headers: RequestHeaders }
		| undefined;
	#repeated: Message | undefined;
	#repeatedBytes: Uint8Array | undefined;

	constructor(target: ApnsTarget) {
		this.#target = target;
	}

	/** The headers of a message for any recipient: call `address` before each request. */
	headersOf(service: Service, message: Message, token: ProviderToken | undefined): RequestHeaders {
		const jwt = token?.jwt;
		const last = this.#last;
		if (
			last === undefined ||
			last.jwt !== jwt ||
			last.service !== service ||
			!service.hasSameHeaders(last.message, message)
		) {
			const fixed = [...authorizationOf(token), ...service.headersOf(message)];
			const headers = new RequestHeaders(this.#target, service, message.topic, fixed);
			this.#last = { service, message, jwt, headers };
			return headers;
		}
		return last.headers;
	}

	/** A message that is sent repeatedly is encoded once. */
	bodyOf(message: Message): string | Uint8Array | undefined {
		const { payload } = message;
		if (message !== this.#repeated || payload === undefined) {
			this.#repeated = message;
			this.#repeatedBytes = undefined;
			return payload;
		}
		this.#repeatedBytes ??= Buffer.from(payload);
		return this.#repeatedBytes;
	}
}
