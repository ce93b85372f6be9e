/** The last zone, which the next item usually has, too: creating a format takes 50 µs. */
let last: { readonly timeZone: string; readonly format: Intl.DateTimeFormat } | undefined;

/** Whether a zone exists. */
export function isTimeZone(name: string): boolean {
	try {
		formatOf(name);
		return true;
	} catch {
		return false;
	}
}

/** How far a zone's clocks are ahead of UTC at a time, in milliseconds. */
export function offsetMs(atMs: number, timeZone: string): number {
	const parts = formatOf(timeZone).formatToParts(atMs);
	const part = (type: string) => Number(parts.find((one) => one.type === type)?.value);
	const shown = Date.UTC(
		part('year'),
		part('month') - 1,
		part('day'),
		part('hour'),
		part('minute'),
		part('second'),
	);
	return shown - Math.floor(atMs / 1000) * 1000;
}

/** @throws {RangeError} for a zone that does not exist */
function formatOf(timeZone: string): Intl.DateTimeFormat {
	if (last?.timeZone !== timeZone) {
		const format = new Intl.DateTimeFormat('en-US', {
			timeZone,
			hourCycle: 'h23',
			year: 'numeric',
			month: 'numeric',
			day: 'numeric',
			hour: 'numeric',
			minute: 'numeric',
			second: 'numeric',
		});
		last = { timeZone, format };
	}
	return last.format;
}
