import { uriHost } from './uriHost.ts';

/** A proxy set by an environment variable. */
export interface EnvironmentProxy {
	/** As it was set, scheme included. */
	readonly url: string;
	/** The name of the variable. */
	readonly variable: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** npm sets the npm_config_ variables for programs that it starts. */
const PROXY_VARIABLES = ['npm_config_https_proxy', 'https_proxy', 'npm_config_proxy', 'all_proxy'];
const NO_PROXY_VARIABLES = ['npm_config_no_proxy', 'no_proxy'];

/**
 * The proxy for an HTTPS host, as n8n's own requests find it: n8n uses the package proxy-from-env 1.1.0,
 * and this gives the same results (test/engine/environmentProxy.test.ts).
 */
export function environmentProxy(
	host: string,
	port: number,
	environment: Environment = process.env,
): EnvironmentProxy | undefined {
	const proxy = firstSet(PROXY_VARIABLES, environment);
	if (proxy === undefined) return undefined;
	const exceptions = firstSet(NO_PROXY_VARIABLES, environment)?.value ?? '';
	if (isExcepted(host, port, exceptions.toLowerCase())) return undefined;
	const { value, variable } = proxy;
	// Without a scheme it gets the scheme of the request.
	return { url: value.includes('://') ? value : `https://${value}`, variable };
}

/** `example.com` matches only this host, `.example.com` and `*.example.com` its subdomains. */
function isExcepted(host: string, port: number, exceptions: string): boolean {
	const name = uriHost(host);
	return exceptions.split(/[,\s]/).some((exception) => {
		if (exception === '') return false;
		const [, pattern = exception, onlyPort] = /^(.+):(\d+)$/.exec(exception) ?? [];
		if (onlyPort !== undefined && Number(onlyPort) !== 0 && Number(onlyPort) !== port) return false;
		return /^[.*]/.test(pattern) ? name.endsWith(pattern.replace(/^\*/, '')) : name === pattern;
	});
}

/** Each name in lower case, then in upper case. */
function firstSet(names: readonly string[], environment: Environment) {
	for (const name of names) {
		for (const variable of [name, name.toUpperCase()]) {
			const value = environment[variable];
			if (value !== undefined && value !== '') return { value, variable };
		}
	}
	return undefined;
}
