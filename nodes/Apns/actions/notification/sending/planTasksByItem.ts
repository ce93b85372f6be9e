import type { Plan } from './sendTasks.ts';
import { createTask, type Task } from '../Task.ts';

/**
 * One task per input item; everything may differ from item to item.
 *
 * @param recipientParameter the parameter that says whom it is for
 */
export function planTasksByItem(recipientParameter: string): (plan: Plan) => Task[] {
	return ({ parameters, readContent }) => {
		// Built, checked and encoded once where it is the same for all.
		const common = parameters.isConstantBut(recipientParameter)
			? readContent(parameters.fieldsOf(0))
			: undefined;
		return Array.from({ length: parameters.itemCount }, (_, itemIndex) => {
			try {
				const fields = parameters.fieldsOf(itemIndex);
				const content = common ?? readContent(fields);
				return createTask(itemIndex, fields.raw(recipientParameter), content);
			} catch (error) {
				return { itemIndex, given: null, error };
			}
		});
	};
}
