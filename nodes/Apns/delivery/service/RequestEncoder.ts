import type { ApnsTarget } from '../route/ApnsTarget.ts';
import { authorizationOf, type ProviderToken } from '../identity/ProviderTokenSource.ts';
import { RequestHeaders } from './RequestHeaders.ts';
import type { Message, Service } from './Service.ts';

/**
 * Makes headers and bodies of requests to a host. It keeps those of the last one, which may be followed by
 * a million that differ in device and payload alone.
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

	/** For the message, whomever it goes to: to be addressed before it is sent. */
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

	/** One that is sent again and again is encoded once. */
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
