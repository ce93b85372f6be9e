/** The process of one row: warms up, waits for the start message, sends, and reports the measurement. */
import { once } from 'node:events';
import { deviceToken } from '../../simulator/deviceToken.ts';
import type { RowModule, RowRequest } from '../rows/Row.ts';
import { memory } from './memory.ts';
import { profiled } from './profiled.ts';
import type { RowMeasurement, RowMessage } from './RowMessage.ts';

process.on('uncaughtException', fail);
process.on('unhandledRejection', fail);
process.on('disconnect', () => process.exit(1));

const [request] = (await once(process, 'message')) as [RowRequest];
const { prepare } = (await import(`../rows/${request.module}.ts`)) as RowModule;
const load = await prepare(request);
await warmUp();
const run = load(tokens(request.warmUpCount, request.count));

const before = memory.collected();
tell({ ready: true });
await once(process, 'message');

const cpu = process.cpuUsage();
const startMs = performance.now();
const topFunctions = await profiled(request.profile, () => run.execute());
const seconds = (performance.now() - startMs) / 1000;
const { user, system } = process.cpuUsage(cpu);
const peakBytes = memory.peak();
const after = memory.collected();
const measurement: RowMeasurement = {
	seconds,
	cpuMicroseconds: user + system,
	claimed: run.claimed(),
	peakBytes,
	bytesBefore: before.resident,
	heldBytes: after.heap - before.heap,
	topFunctions,
};
tell({ measurement });

/** A separate function, so that nothing holds its results afterwards. */
async function warmUp(): Promise<void> {
	if (request.warmUpCount === 0) return;
	const first = load(tokens(0, request.warmUpCount));
	await first.execute();
	await first.release?.();
}

function tokens(from: number, count: number): string[] {
	return Array.from({ length: count }, (_, index) => deviceToken(from + index));
}

function tell(message: RowMessage): void {
	process.send?.(message);
}

function fail(reason: unknown): void {
	tell({ failure: reason instanceof Error ? `${reason.name}: ${reason.message}` : String(reason) });
}
