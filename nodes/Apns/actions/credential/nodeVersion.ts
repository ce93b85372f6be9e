import { SetupError } from '../errors/SetupError.ts';

/** n8n runs on a Node.js on which nothing can be sent. Nothing is wrong with the credential. */
export class UnsuitableNodeError extends SetupError {}

/**
 * `node:http2` takes headers as a list from Node.js 22.17 and from 24.0 on (nodejs/node#57917); 23 ended before.
 *
 * @param version of Node.js, such as `22.17.0`
 * @throws {UnsuitableNodeError} a sentence that says on which Node.js n8n runs, and on which it has to
 */
export function checkNodeVersion(version = process.versions.node): void {
	const [major = 0, minor = 0] = version.split('.').map(Number);
	if (major >= 24 || (major === 22 && minor >= 17)) return;
	throw new UnsuitableNodeError(
		`n8n runs on Node.js ${version}, but the APNs node needs Node.js 24 or newer, or 22 from 22.17 on: update Node.js, or the Docker image of n8n, and restart n8n`,
		'',
	);
}
