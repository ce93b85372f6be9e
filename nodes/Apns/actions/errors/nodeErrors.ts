import {
	NodeApiError,
	NodeOperationError,
	type IDataObject,
	type IExecuteFunctions,
	type INodeExecutionData,
} from 'n8n-workflow';
import type { Outcome } from '../../delivery/service/Outcome.ts';
import { escapeHtml } from './escapeHtml.ts';
import { SetupError } from './SetupError.ts';
import { troubleshootingLink } from './troubleshooting.ts';

/** n8n's error for a wrong set-up. Errors of n8n itself stay as they are. */
export function toNodeError(
	context: IExecuteFunctions,
	error: unknown,
	itemIndex: number,
): NodeOperationError | NodeApiError {
	if (error instanceof NodeOperationError || error instanceof NodeApiError) return error;
	if (error instanceof SetupError) {
		const message = isTool(context) ? error.fullText : error.message;
		const description = withLink(error.description, 'SETUP');
		return new NodeOperationError(context.getNode(), message, { description, itemIndex });
	}
	return new NodeOperationError(
		context.getNode(),
		error instanceof Error ? error : new Error(String(error)),
		{ itemIndex },
	);
}

/** n8n's error for a response of APNs that makes the node fail. */
export function apiError(
	context: IExecuteFunctions,
	outcome: Outcome,
	itemIndex: number,
	description: string,
): NodeApiError {
	const { status, reason, errorCode } = outcome;
	const texts = isTool(context) ? [outcome.message, description] : [outcome.message];
	const message = texts.filter(Boolean).join(' ');
	return new NodeApiError(
		context.getNode(),
		{ status, reason, message },
		{
			message,
			description: withLink(description, errorCode),
			itemIndex,
			...(status === null ? {} : { httpCode: String(status) }),
		},
	);
}

/** n8n renders the description of an error as HTML, and a part of it may come from an item or a server. */
function withLink(description: string, topic: Parameters<typeof troubleshootingLink>[0]): string {
	return [escapeHtml(description), troubleshootingLink(topic)].filter(Boolean).join(' ');
}

/**
 * An item for n8n's error output, with the result of a failure. All versions of n8n route an item to that
 * output if its `json` contains only `error`; before n8n-core 2.35.2, `message` is the only other field
 * allowed.
 *
 * @param result the complete result
 */
export function failureItem(result: IDataObject, itemIndex: number): INodeExecutionData {
	return { json: { error: result }, pairedItem: { item: itemIndex } };
}

/** The same for an error without a result. Plain text, because items are data. */
export function errorItem(error: unknown, itemIndex: number): INodeExecutionData {
	const message = error instanceof Error ? error.message : String(error);
	const description =
		typeof error === 'object' && error !== null && 'description' in error
			? String(error.description ?? '')
			: '';
	return {
		json: { error: description === '' ? message : `${message}. ${description}` },
		pairedItem: { item: itemIndex },
	};
}

/** An AI agent receives the message of a tool's error, but not its description (n8n-core 2.41, WorkflowExecute). */
function isTool(context: IExecuteFunctions): boolean {
	return context.getNode().type.endsWith('Tool');
}
