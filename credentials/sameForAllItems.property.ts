import type { INodeProperties } from 'n8n-workflow';

/**
 * Matches an expression whose value may differ between input items. Expressions that refer only to `$secrets`,
 * `$vars` and `$env` have the same value for all items. No lookahead: n8n chooses the regular expression
 * engine.
 */
const DEPENDS_ON_ITEM = '^=[\\s\\S]*\\$([^sev]|s[^e]|e[^n]|v[^a])';

/**
 * A hidden field. n8n adds it to a credential's data (with its default, `true`) only if none of the named
 * fields depends on the input item. For each item, n8n looks the credential up in its database and resolves its
 * expressions, and a node sees only the result. This field tells the node whether reading the credential once
 * is enough.
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
