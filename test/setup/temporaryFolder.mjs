import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folders = new Set();

/** A new folder that is removed when this process ends. */
export function temporaryFolder(purpose, parent = tmpdir()) {
	if (folders.size === 0) process.once('exit', removeAll);
	mkdirSync(parent, { recursive: true });
	const folder = mkdtempSync(join(parent, `n8n-nodes-apns-${purpose}-`));
	folders.add(folder);
	return folder;
}

function removeAll() {
	for (const folder of folders) rmSync(folder, { recursive: true, force: true });
}
