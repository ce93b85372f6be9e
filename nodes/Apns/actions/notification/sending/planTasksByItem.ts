import type { ApnsCredential } from '../../credential/ApnsCredential.ts';
import type { Fields } from '../../parameters/Fields.ts';
import { createTask, type Content, type Task } from '../Task.ts';
import type { Plan } from './sendTasks.ts';

/**
 * One task per input item; all parameters may differ from item to item.
 *
 * @param recipientParameter the parameter with the recipient
 */
export function planTasksByItem(recipientParameter: string): (plan: Plan) => Task[] {
	return ({ parameters, credentialOf, readContent }) => {
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
		return Array.from({ length: parameters.itemCount }, (_, itemIndex) => {
			try {
				const fields = parameters.fieldsOf(itemIndex);
				const content = contentOf(fields, credentialOf(itemIndex));
				return createTask(itemIndex, fields.raw(recipientParameter), content);
			} catch (error) {
				return { itemIndex, given: null, error };
			}
		});
	};
}
