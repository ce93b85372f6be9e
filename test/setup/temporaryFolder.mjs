import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folders = new Set();

/** A new folder that is gone when this process ends. */
export function temporaryFolder(purpose) {
	if (folders.size === 0) process.once('exit', removeAll);
	const folder = mkdtempSync(join(tmpdir(), `n8n-nodes-apns-${purpose}-`));
	folders.add(folder);
	return folder;
}

function removeAll() {
	for (const folder of folders) rmSync(folder, { recursive: true, force: true });
}
