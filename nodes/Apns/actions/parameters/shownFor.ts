import type { INodeProperties } from 'n8n-workflow';
import { shownWhere } from './shownWhere.ts';

/**
 * The parameters of one operation. If operations have parameters with the same name, the panel shows that of
 * the selected one.
 */
export function shownFor(
	resource: string,
	operation: string,
	parameters: readonly INodeProperties[],
): INodeProperties[] {
	return shownWhere({ resource: [resource], operation: [operation] }, parameters);
}
