import { Session } from 'node:inspector/promises';
import { basename } from 'node:path';
import type { Profiler } from 'node:inspector';

/** A function and its share of the time, without its callees. */
export interface FunctionTime {
	/** With file and line. */
	readonly name: string;
	/** 0 to 1, of the busy time. */
	readonly share: number;
}

const TOP = 40;
const SAMPLE_EVERY_MICROSECONDS = 500;

/** Runs `work`, under V8's profiler if requested. Returns the functions that took the longest. */
export async function profiled(
	wanted: boolean,
	work: () => Promise<void>,
): Promise<FunctionTime[] | undefined> {
	if (!wanted) {
		await work();
		return undefined;
	}
	const session = new Session();
	session.connect();
	await session.post('Profiler.enable');
	await session.post('Profiler.setSamplingInterval', { interval: SAMPLE_EVERY_MICROSECONDS });
	await session.post('Profiler.start');
	await work();
	const { profile } = await session.post('Profiler.stop');
	session.disconnect();
	return topFunctions(profile);
}

function topFunctions({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile): FunctionTime[] {
	const names = new Map(nodes.map(({ id, callFrame }) => [id, nameOf(callFrame)]));
	const times = new Map<string, number>();
	let total = 0;
	for (const [index, id] of samples.entries()) {
		const name = names.get(id) ?? '';
		if (name === '(idle)') continue;
		const delta = timeDeltas[index] ?? 0;
		times.set(name, (times.get(name) ?? 0) + delta);
		total += delta;
	}
	return [...times]
		.map(([name, time]) => ({ name, share: time / total }))
		.sort((one, other) => other.share - one.share)
		.slice(0, TOP);
}

function nameOf({ functionName, url, lineNumber }: Profiler.Profile['nodes'][number]['callFrame']) {
	if (url === '') return functionName || '(anonymous)';
	const file = url.startsWith('node:') ? url : basename(url);
	return `${functionName || '(anonymous)'} ${file}:${lineNumber + 1}`;
}
