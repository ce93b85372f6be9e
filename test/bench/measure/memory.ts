import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** This process's memory, in bytes. */
export const memory = {
	/** After a garbage collection. */
	collected(): { heap: number; resident: number } {
		collectGarbage();
		const { heapUsed, rss } = process.memoryUsage();
		return { heap: heapUsed, resident: rss };
	},

	/** The most it ever had. */
	peak(): number {
		return (highWaterKilobytes() ?? process.resourceUsage().maxRSS) * 1024;
	},
};

/** On Linux `maxRSS` of a child also counts what its parent had when it started it; this does not. */
function highWaterKilobytes(): number | undefined {
	try {
		const found = /^VmHWM:\s*(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8'));
		return found === null ? undefined : Number(found[1]);
	} catch {
		return undefined;
	}
}
