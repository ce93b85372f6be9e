const NOTHING: readonly string[] = [];

/**
 * Where JSON.stringify has written null for a value that JSON has no form for: NaN, as a sum with a missing
 * number in it, infinity, a date that is none, a hole in a list.
 *
 * @param json what the payload was written as
 * @returns paths such as `order.total`
 */
export function nullifiedIn(payload: object, json: string): readonly string[] {
	// Nearly all payloads end here.
	if (!json.includes('null')) return NOTHING;
	const paths: string[] = [];
	collect(payload, '', paths);
	return paths;
}

function collect(value: object, path: string, paths: string[]): void {
	const isList = Array.isArray(value);
	// Not Object.entries, which passes over the holes of a list.
	const entries: Iterable<[string | number, unknown]> = isList
		? value.entries()
		: Object.entries(value);
	for (const [key, one] of entries) {
		const itsPath = isList ? `${path}[${key}]` : path === '' ? `${key}` : `${path}.${key}`;
		if (typeof one === 'object' && one !== null) {
			// What writes itself is asked; what it holds is its own affair.
			if (!('toJSON' in one) || typeof one.toJSON !== 'function') collect(one, itsPath, paths);
			else if (one.toJSON(String(key)) === null) paths.push(itsPath);
		} else if (typeof one === 'number' ? !Number.isFinite(one) : isList && one === undefined) {
			paths.push(itsPath);
		}
	}
}
