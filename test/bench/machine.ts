import { cpus, totalmem } from 'node:os';

/** The machine of the measurement. */
export function machine(): Record<string, string | number> {
	const [cpu] = cpus();
	return {
		cpu: cpu?.model.trim() ?? 'unknown',
		cores: cpus().length,
		memoryGigabytes: Math.round(totalmem() / 2 ** 30),
		platform: `${process.platform} ${process.arch}`,
		node: process.version,
	};
}
