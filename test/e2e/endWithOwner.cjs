/**
 * Loaded into every n8n that a test or the demo starts (`--require`). Its stdin is a pipe from whoever
 * started it; when that one is gone, however it ended, n8n and what it has started are ended too.
 */
'use strict';

const { isMainThread } = require('node:worker_threads');

// n8n's worker threads load it too, and have no stdin of their own.
if (isMainThread) {
	process.stdin.on('end', () => process.kill(-process.pid, 'SIGKILL'));
	process.stdin.resume().unref();
}
