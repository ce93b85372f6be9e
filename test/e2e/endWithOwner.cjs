/**
 * Loaded into every n8n that a test or the demo starts (`--require`). Its stdin is a pipe from the process that
 * started it. When that process ends, for whatever reason, n8n and everything that it has started are ended
 * too.
 */
'use strict';

const { isMainThread } = require('node:worker_threads');

// n8n's worker threads load it too, and have no stdin of their own.
if (isMainThread) {
	process.stdin.on('end', () => process.kill(-process.pid, 'SIGKILL'));
	process.stdin.resume().unref();
}
