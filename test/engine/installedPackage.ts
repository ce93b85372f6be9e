import { execFileSync } from 'node:child_process';
import { mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../setup/temporaryFolder.mjs';

/** Our package unpacked where a certain n8n-workflow is the one it finds. */
export class InstalledPackage {
	readonly #root = temporaryFolder('package');
	/** The folder of the package itself. */
	readonly folder = join(this.#root, 'node_modules', 'n8n-nodes-apns');

	constructor(tarball: string, n8nWorkflowFolder: string) {
		execFileSync('tar', ['-xzf', tarball, '-C', this.#root]);
		mkdirSync(join(this.#root, 'node_modules'));
		renameSync(join(this.#root, 'package'), this.folder);
		// The node and the engine must hold the same n8n-workflow, else its error classes are strangers to
		// each other. Node resolves a link to the real path, hence to the module the engine has loaded.
		symlinkSync(n8nWorkflowFolder, join(this.#root, 'node_modules', 'n8n-workflow'));
	}

	remove(): void {
		rmSync(this.#root, { recursive: true, force: true });
	}
}
