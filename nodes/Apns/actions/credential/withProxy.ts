import type { ApnsTarget } from '../../delivery/route/ApnsTarget.ts';
import type { EgressFilter } from '../../delivery/route/egress.ts';
import { environmentProxy } from '../../delivery/route/environmentProxy.ts';
import { parseHttpProxy, type HttpProxy } from '../../delivery/route/HttpProxy.ts';
import { SetupError } from '../errors/SetupError.ts';
import { CredentialFieldError } from '../../delivery/identity/CredentialFieldError.ts';

/**
 * The target with its proxy: the one in the credential or, if there is none, the one in n8n's environment
 * variables.
 *
 * @param given the credential's field, empty for none
 * @param egress checks the proxy in the credential; the one in the environment variables was chosen by n8n's
 *   administrator
 * @throws {SetupError} that never contains the address, because it may include a password
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
