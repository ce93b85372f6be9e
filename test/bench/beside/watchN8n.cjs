/**
 * Loaded into n8n before anything else (`--require`). Writes to APNS_BENCH_WATCH, a line of JSON each, when Send in
 * Bulk has begun and ended, and how late the event loop was. Times are milliseconds of the monotonic clock, which
 * is the same in all processes of a machine.
 */
'use strict';

const { appendFileSync } = require('node:fs');
const Module = require('node:module');
const { isMainThread } = require('node:worker_threads');

const TICK_MS = 10;
const WRITE_EVERY_TICKS = 50;

const now = () => Number(process.hrtime.bigint()) / 1e6;
const write = (line) => appendFileSync(process.env.APNS_BENCH_WATCH, `${JSON.stringify(line)}\n`);

// n8n's threads, and its process for Code nodes, load it too.
if (isMainThread && process.argv[2] === 'start') {
	watchNode();
	watchLoop();
}

function watchNode() {
	const load = Module._load;
	Module._load = function (request, ...rest) {
		const exported = load.call(this, request, ...rest);
		return /Apns\.node\.js$/.test(request)
			? { ...exported, Apns: watched(exported.Apns) }
			: exported;
	};
}

function watched(Apns) {
	return class extends Apns {
		constructor() {
			super();
			const { execute } = this;
			this.execute = async function () {
				const startMs = now();
				try {
					return await execute.call(this);
				} finally {
					if (this.getNodeParameter('operation', 0) === 'bulk') {
						// bulk-1
						const sender = Number(this.getWorkflow().name.slice(5));
						write({ bulk: { sender, startMs, endMs: now() } });
					}
				}
			};
		}
	};
}

function watchLoop() {
	let lastMs = now();
	let ticks = [];
	setInterval(() => {
		const tickMs = now();
		ticks.push([Math.round(tickMs), Math.max(0, Math.round(tickMs - lastMs - TICK_MS))]);
		lastMs = tickMs;
		if (ticks.length < WRITE_EVERY_TICKS) return;
		write({ ticks });
		ticks = [];
	}, TICK_MS).unref();
}
