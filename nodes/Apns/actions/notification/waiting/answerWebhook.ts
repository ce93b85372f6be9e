import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { listDeviceTokens } from '../../../notification/deviceTokenList.ts';
import { deviceName, type AnswerQuery } from './answerAddresses.ts';

/** More than an answer from the Lock Screen contains. */
const MAX_TEXT_CHARACTERS = 4_096;

const PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Answer in the app</title>
<p>Please answer with the buttons of the notification. Opening this address changes nothing.</p>
</html>
`;

/**
 * Receives the answer of an app and continues the workflow with it. n8n has already checked the signature of
 * the address. Only a POST request counts as an answer: a link preview must not approve a payment.
 */
export async function answerWebhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
	const response = this.getResponseObject();
	if (this.getRequestObject().method !== 'POST') {
		response.status(200).type('html').send(PAGE);
		return { noWebhookResponse: true };
	}
	const query = this.getQueryData() as Partial<AnswerQuery>;
	const answer = answerIn(query, this.getBodyData());
	if (answer === undefined) {
		response.status(400).json({ message: 'Send the answer as JSON: { "text": "…" }' });
		return { noWebhookResponse: true };
	}
	const respondedAt = new Date().toISOString();
	const data = { ...answer, respondedAt, deviceToken: deviceTokenOf(this, query.device) };
	return {
		webhookResponse: { recorded: true },
		workflowData: [[{ json: { data }, pairedItem: { item: 0 } }]],
	};
}

function answerIn({ approved }: Partial<AnswerQuery>, body: unknown): IDataObject | undefined {
	if (approved !== undefined) return { approved: approved === 'true' };
	const given = typeof body === 'object' && body !== null && 'text' in body ? body.text : undefined;
	if (typeof given !== 'string' || given.trim() === '') return undefined;
	return { text: given.slice(0, MAX_TEXT_CHARACTERS).toWellFormed() };
}

/**
 * The token from the current value of the parameter; null if it is no longer there. The answer counts in any
 * case.
 */
function deviceTokenOf(context: IWebhookFunctions, device: string | undefined): string | null {
	try {
		const tokens = listDeviceTokens(context.getNodeParameter('deviceToken', '')) ?? [];
		return (tokens.find((token) => deviceName(token) === device) as string | undefined) ?? null;
	} catch {
		return null;
	}
}
