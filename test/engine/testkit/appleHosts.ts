import * as tls from 'node:tls';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { onTestFinished } from 'vitest';
import { StrictProxy } from '../../delivery/testkit/StrictProxy.ts';
import type { ApnsSimulator } from '../../simulator/ApnsSimulator.ts';
import { startSimulator } from '../../simulator/testkit/simulatorForTests.ts';

const roots = tls.getCACertificates('default');

/** A simulator for each of Apple's hosts, and a proxy that connects to them. */
export interface AppleHosts {
	readonly production: ApnsSimulator;
	readonly sandbox: ApnsSimulator;
	readonly proxy: StrictProxy;
	/** For production by default. */
	readonly credential: (more?: object) => ICredentialDataDecryptedObject;
}

/** Until the test ends, the proxy of the credential connects to two simulators instead of Apple's hosts. */
export async function startAppleHosts(): Promise<AppleHosts> {
	const production = await startSimulator({ environment: 'production' });
	const sandbox = await startSimulator({ environment: 'sandbox' });
	const portOf = ({ baseUrl }: ApnsSimulator) => Number(new URL(baseUrl).port);
	const routes = {
		'api.push.apple.com:443': portOf(production),
		'api.push.apple.com:2197': portOf(production),
		'api.sandbox.push.apple.com:443': portOf(sandbox),
		'api.sandbox.push.apple.com:2197': portOf(sandbox),
	};
	const proxy = await StrictProxy.start({ routes });
	const { teamId, keyId, privateKey, bundleId, caCertificate } = production.identity;
	// An afterEach in this module would only run in the first file of a worker that does not isolate files.
	onTestFinished(() => tls.setDefaultCACertificates(roots));
	tls.setDefaultCACertificates([...roots, caCertificate]);
	const account = { teamId, keyId, privateKey, bundleId };
	return {
		production,
		sandbox,
		proxy,
		credential: (more = {}) => ({
			...account,
			environment: 'production',
			proxy: proxy.url(),
			...more,
		}),
	};
}
