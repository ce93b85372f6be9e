import type { IExecuteFunctions } from 'n8n-workflow';
import { isJsonObject } from '../../../notification/payload.ts';
import type { Fields } from '../../parameters/Fields.ts';

/** The expression in n8n's own message of a Human review step. An object in a text becomes "[object Object]". */
const TOOL_PARAMETERS = /\{\{\s*\$tool\.parameters\s*\}\}/g;

/** From Unicode's private use area, so that it does not occur in a message. */
const PLACE = '\uE000';

/**
 * The text of the question. The parameters of an AI agent's tool call are listed line by line, so that they are
 * readable on the Lock Screen.
 *
 * @throws {SetupError} if it is not text
 */
export function readMessage(context: IExecuteFunctions, parameters: Fields): string | undefined {
	const written = context.getNodeParameter('message', 0, '', { rawExpressions: true });
	const holdsInput =
		typeof written === 'string' && written.startsWith('=') && written.match(TOOL_PARAMETERS);
	if (!holdsInput) return parameters.text('message');
	const template = written.slice(1).replace(TOOL_PARAMETERS, PLACE);
	const input = readable(context.evaluateExpression('{{ $tool.parameters }}', 0));
	return String(context.evaluateExpression(template, 0)).replaceAll(PLACE, () => input);
}

function readable(input: unknown): string {
	if (!isJsonObject(input)) return textOf(input);
	return Object.entries(input)
		.map(([name, value]) => `${name}: ${textOf(value)}`)
		.join('\n');
}

function textOf(value: unknown): string {
	return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}
