import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';

/** A network namespace with one device, as a host of its own. */
export interface Host {
	readonly namespace: string;
	readonly address: string;
}

const PREFIX = 'apns-bench-';
const ATTEMPTS = 3;
const FOLDER = '/run/netns';
/** The name of each host's device. */
export const DEVICE = 'road';

/** The two ends of a road. The addresses are TEST-NET-1 (RFC 5737): they lead nowhere else. */
export const CLIENT: Host = { namespace: `${PREFIX}${process.pid}-client`, address: '192.0.2.1' };
export const SERVER: Host = { namespace: `${PREFIX}${process.pid}-server`, address: '192.0.2.2' };

/** Runs a program of iproute2. Throws with what it wrote. */
export function iproute(program: 'ip' | 'tc', ...args: string[]): void {
	execFileSync(program, args, { stdio: ['ignore', 'ignore', 'pipe'] });
}

/** Creates both hosts, without a road between them. */
export function createHosts(): void {
	removeLeftovers();
	for (const { namespace } of [CLIENT, SERVER]) {
		iproute('ip', 'netns', 'add', namespace);
		iproute('ip', '-n', namespace, 'link', 'set', 'lo', 'up');
	}
}

/** Removes them with everything in them. Does nothing if they do not exist. */
export function removeHosts(): void {
	for (const { namespace } of [CLIENT, SERVER]) remove(namespace);
}

/** The hosts of a process that was killed. */
function removeLeftovers(): void {
	for (const name of namespaces()) {
		const pid = new RegExp(`^${PREFIX}(\\d+)-`).exec(name)?.[1];
		if (pid !== undefined && !lives(Number(pid))) remove(name);
	}
}

function remove(namespace: string): void {
	for (let attempt = 1; namespaces().includes(namespace); attempt += 1) {
		try {
			iproute('ip', 'netns', 'delete', namespace);
		} catch (error) {
			// A signal that ends this process reaches its children, too.
			if (attempt === ATTEMPTS) throw error;
		}
	}
}

function namespaces(): string[] {
	try {
		return readdirSync(FOLDER);
	} catch {
		return [];
	}
}

function lives(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch {
		return false;
	}
}
