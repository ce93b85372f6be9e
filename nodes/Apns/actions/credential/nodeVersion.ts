import { SetupError } from '../errors/SetupError.ts';

/** n8n runs on a version of Node.js that the node cannot send with. The credential itself is valid. */
export class UnsuitableNodeError extends SetupError {}

/**
 * `node:http2` accepts headers as a list since Node.js 22.17 and 24.0 (nodejs/node#57917); 23 never got it.
 *
 * @param version of Node.js, such as `22.17.0`
 * @throws {UnsuitableNodeError} that names the current and the required version of Node.js
 */
export function checkNodeVersion(version = process.versions.node): void {
	const [major = 0, minor = 0] = version.split('.').map(Number);
	if (major >= 24 || (major === 22 && minor >= 17)) return;
	throw new UnsuitableNodeError(
		`n8n runs on Node.js ${version}, but the APNs node needs Node.js 24 or later, or 22.17 or a later version of 22: update Node.js or the Docker image of n8n, and restart n8n`,
		'',
	);
}
