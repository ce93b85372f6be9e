import { join } from 'node:path';
import { installedFromLock } from './installedFromLock.mjs';
import { root } from './paths.mjs';

/**
 * The folder of the parts of older n8n that the tests run, installed once (about 0.5 GB; a minute): the
 * engine of the oldest supported version, and n8n-workflow of others, as `n8n-workflow-2.0.1` and so on.
 */
export async function olderN8n() {
	const source = join(root, 'test', 'setup', 'older-n8n');
	return await installedFromLock('older-n8n', source, 'parts of older n8n');
}
