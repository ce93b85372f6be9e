import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { temporaryFolder } from '../../setup/temporaryFolder.mjs';

/** What npm asks a registry about a package. */
export interface PublishedManifest {
	readonly name: string;
	readonly version: string;
	readonly peerDependencies: Readonly<Record<string, string>>;
}

/** An npm registry on this machine that has one package, in one version, with nothing but its manifest in it. */
export class NpmRegistry {
	/** The paths that were asked for. */
	readonly requests: string[] = [];
	readonly #server: Server;

	private constructor(server: Server) {
		this.#server = server;
	}

	/** Starts it. */
	static async start(manifest: PublishedManifest): Promise<NpmRegistry> {
		const { name, version } = manifest;
		const tarball = pack(manifest);
		const server = createServer();
		const registry = new NpmRegistry(server);
		server.on('request', ({ url = '' }, response) => {
			registry.requests.push(url);
			if (url === `/${name}.tgz`) response.end(tarball);
			else if (url === `/${name}`) {
				const dist = { tarball: `${registry.url}${name}.tgz` };
				const versions = { [version]: { ...manifest, dist } };
				response.end(JSON.stringify({ name, 'dist-tags': { latest: version }, versions }));
			} else response.writeHead(404).end('{}');
		});
		server.listen(0, '127.0.0.1');
		await once(server, 'listening');
		return registry;
	}

	get url(): string {
		return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`;
	}

	/** Variables for an npm that uses it, and nothing else outside of its own home. */
	get environment(): Record<string, string> {
		return {
			npm_config_registry: this.url,
			npm_config_audit: 'false',
			npm_config_fund: 'false',
			npm_config_update_notifier: 'false',
		};
	}

	async stop(): Promise<void> {
		this.#server.closeAllConnections();
		this.#server.close();
		await once(this.#server, 'close');
	}
}

function pack(manifest: PublishedManifest): Buffer {
	const folder = temporaryFolder('registry');
	mkdirSync(join(folder, 'package'));
	writeFileSync(join(folder, 'package', 'package.json'), JSON.stringify(manifest));
	execFileSync('tar', ['-czf', 'package.tgz', 'package'], { cwd: folder });
	return readFileSync(join(folder, 'package.tgz'));
}
