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

	/** The peak. */
	peak(): number {
		return (highWaterKilobytes() ?? process.resourceUsage().maxRSS) * 1024;
	},
};

/** On Linux, `maxRSS` of a child includes its parent's memory at the start; this does not. */
function highWaterKilobytes(): number | undefined {
	try {
		const found = /^VmHWM:\s*(\d+) kB/m.exec(readFileSync('/proc/self/status', 'utf8'));
		return found === null ? undefined : Number(found[1]);
	} catch {
		return undefined;
	}
}
