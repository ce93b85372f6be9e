import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const LOOK_AGAIN_MS = 1_000;

/**
 * Runs `work` while no other process does the same. The lock file contains the owner's process ID, so the
 * lock of a killed owner is taken over. The lock only saves work: `work` must be harmless if done twice.
 */
export async function oneAtATime(lockFile, waitingMessage, work) {
	mkdirSync(dirname(lockFile), { recursive: true });
	let told = false;
	while (!take(lockFile)) {
		if (!told) console.log(waitingMessage);
		told = true;
		await wait(LOOK_AGAIN_MS);
	}
	try {
		return await work();
	} finally {
		rmSync(lockFile, { force: true });
	}
}

function take(lockFile) {
	const mine = `${lockFile}.${process.pid}`;
	writeFileSync(mine, String(process.pid));
	try {
		// A link appears together with its content, so nobody reads an empty lock.
		linkSync(mine, lockFile);
		return true;
	} catch (error) {
		if (error.code !== 'EEXIST') throw error;
		if (!ownerLives(lockFile)) rmSync(lockFile, { force: true });
		return false;
	} finally {
		rmSync(mine, { force: true });
	}
}

function ownerLives(lockFile) {
	try {
		process.kill(Number(readFileSync(lockFile, 'utf8')), 0);
		return true;
	} catch (error) {
		return error.code === 'EPERM';
	}
}
