import type { ApnsCredential } from '../../credential/ApnsCredential.ts';
import type { Fields } from '../../parameters/Fields.ts';
import { createTask, type Content, type Task } from '../Task.ts';
import type { Plan } from './sendTasks.ts';
import { turns } from './turns.ts';

/**
 * One task per input item; all parameters may differ from item to item.
 *
 * @param recipientParameter the parameter with the recipient
 */
export function planTasksByItem(recipientParameter: string): (plan: Plan) => Promise<Task[]> {
	return async ({ parameters, credentialOf, readContent }) => {
		// Built, checked and encoded once if it is the same for all items of a credential.
		const isCommon = parameters.isConstantBut(recipientParameter);
		const common = new Map<ApnsCredential, Content>();
		const contentOf = (fields: Fields, credential: ApnsCredential) => {
			const known = common.get(credential);
			if (known !== undefined) return known;
			const content = readContent(fields, credential);
			if (isCommon) common.set(credential, content);
			return content;
		};
		const taskOf = (itemIndex: number): Task => {
			try {
				const fields = parameters.fieldsOf(itemIndex);
				const content = contentOf(fields, credentialOf(itemIndex));
				return createTask(itemIndex, fields.raw(recipientParameter), content);
			} catch (error) {
				return { itemIndex, given: null, error };
			}
		};
		return await turns.map([...Array(parameters.itemCount).keys()], taskOf);
	};
}
