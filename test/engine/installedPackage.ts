import { execFileSync } from 'node:child_process';
import { mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../setup/temporaryFolder.mjs';

/** Our package, unpacked in a place where it finds a specific n8n-workflow. */
export class InstalledPackage {
	readonly #root = temporaryFolder('package');
	/** The folder of the package itself. */
	readonly folder = join(this.#root, 'node_modules', 'n8n-nodes-apns');

	constructor(tarball: string, n8nWorkflowFolder: string) {
		execFileSync('tar', ['-xzf', tarball, '-C', this.#root]);
		mkdirSync(join(this.#root, 'node_modules'));
		renameSync(join(this.#root, 'package'), this.folder);
		// The node and the engine must use the same n8n-workflow, because error classes of two copies differ.
		// Node.js resolves a link to the real path and therefore to the module that the engine has loaded.
		symlinkSync(n8nWorkflowFolder, join(this.#root, 'node_modules', 'n8n-workflow'));
	}

	remove(): void {
		rmSync(this.#root, { recursive: true, force: true });
	}
}
