import type { INodeProperties } from 'n8n-workflow';

/**
 * An expression that may give each input item another value. Those that refer to nothing but `$secrets`, `$vars` and
 * `$env` give all items the same. Without lookahead: n8n chooses the engine that runs it.
 */
const DEPENDS_ON_ITEM = '^=[\\s\\S]*\\$([^sev]|s[^e]|e[^n]|v[^a])';

/**
 * A field that no form shows: n8n adds it to a credential's data (with its default, `true`) only where none of the
 * named fields depends on the input item. n8n resolves the expressions of a credential for each item anew, looks the
 * credential up in its database each time, and a node sees no more than what comes out; this says whether once is
 * enough.
 *
 * @param names of all fields of the credential
 */
export function sameForAllItems(names: readonly string[]): INodeProperties {
	const conditions = names.map((name) => [name, [{ _cnd: { regex: DEPENDS_ON_ITEM } }]]);
	return {
		displayName: 'Same for All Items',
		name: 'sameForAllItems',
		type: 'hidden',
		default: true,
		displayOptions: { hide: Object.fromEntries(conditions) },
	};
}
