import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts in hundredths of a second (USER_HZ, man 5 proc). */
const TICKS_PER_SECOND = 100;

interface Usage {
	readonly parent: number;
	/** Of the process and of those children that it has waited for. */
	readonly seconds: number;
}

/** The CPU time of a process and all its descendants so far. Linux only. */
export function cpuSeconds(pid: number): number {
	const usages = new Map<number, Usage>();
	for (const name of readdirSync('/proc')) {
		const usage = /^\d+$/.test(name) ? usageOf(name) : undefined;
		if (usage !== undefined) usages.set(Number(name), usage);
	}
	const isOurs = (one: number): boolean => {
		if (one === pid) return true;
		const parent = usages.get(one)?.parent ?? 0;
		return parent > 1 && isOurs(parent);
	};
	return [...usages]
		.filter(([one]) => isOurs(one))
		.reduce((sum, [, { seconds }]) => sum + seconds, 0);
}

function usageOf(pid: string): Usage | undefined {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
		// The name of the program, which may contain anything, is in parentheses.
		const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
		const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
		return { parent: Number(fields[1]), seconds: ticks / TICKS_PER_SECOND };
	} catch {
		// It has ended meanwhile.
		return undefined;
	}
}
