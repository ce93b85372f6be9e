const NOTHING: readonly string[] = [];

/**
 * Paths where JSON.stringify wrote null for a value that JSON cannot represent: NaN (for example a sum with
 * a missing number), infinity, an invalid date, a hole in a list.
 *
 * @param json the payload as JSON
 * @returns paths such as `order.total`
 */
export function nullifiedIn(payload: object, json: string): readonly string[] {
	// Fast path: nearly all payloads are like this.
	if (!json.includes('null')) return NOTHING;
	const paths: string[] = [];
	collect(payload, '', paths);
	return paths;
}

function collect(value: object, path: string, paths: string[]): void {
	const isList = Array.isArray(value);
	// Not Object.entries, which skips holes in a list.
	const entries: Iterable<[string | number, unknown]> = isList
		? value.entries()
		: Object.entries(value);
	for (const [key, one] of entries) {
		const itsPath = isList ? `${path}[${key}]` : path === '' ? `${key}` : `${path}.${key}`;
		if (typeof one === 'object' && one !== null) {
			// An object with `toJSON` is judged by its result, not by its properties.
			if (!('toJSON' in one) || typeof one.toJSON !== 'function') collect(one, itsPath, paths);
			else if (one.toJSON(String(key)) === null) paths.push(itsPath);
		} else if (typeof one === 'number' ? !Number.isFinite(one) : isList && one === undefined) {
			paths.push(itsPath);
		}
	}
}
