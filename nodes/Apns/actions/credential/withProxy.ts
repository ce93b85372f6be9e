import type { ApnsTarget } from '../../delivery/route/ApnsTarget.ts';
import type { EgressFilter } from '../../delivery/route/egress.ts';
import { environmentProxy } from '../../delivery/route/environmentProxy.ts';
import { parseHttpProxy, type HttpProxy } from '../../delivery/route/HttpProxy.ts';
import { SetupError } from '../errors/SetupError.ts';
import { CredentialFieldError } from '../../delivery/identity/CredentialFieldError.ts';

/**
 * The target with the proxy that leads there: the credential's, or else that of the environment.
 *
 * @param given the credential's field, empty for none
 * @param egress checks the credential's proxy; that of the environment was chosen by whoever runs n8n
 * @throws {SetupError} never with any of the address in it: a password may be in there
 */
export function withProxy(
	target: ApnsTarget,
	given: string,
	egress: EgressFilter | undefined,
): ApnsTarget {
	if (given !== '') {
		const proxy = proxyAt(given, "'Proxy' of the credential", "'Proxy' in the credential");
		return { ...target, proxy: { ...proxy, egress } };
	}
	const found = environmentProxy(target.host, target.port);
	if (found === undefined) return target;
	const { url, variable } = found;
	return {
		...target,
		proxy: proxyAt(url, variable, `The environment variable ${variable} of n8n`),
	};
}

function proxyAt(url: string, setIn: string, label: string): HttpProxy {
	try {
		return parseHttpProxy(url, setIn);
	} catch (error) {
		const description = error instanceof CredentialFieldError ? error.message : '';
		throw new SetupError(`${label} cannot be used`, description);
	}
}
