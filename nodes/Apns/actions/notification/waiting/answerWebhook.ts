import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { listDeviceTokens } from '../../../notification/deviceTokenList.ts';
import { deviceName, type AnswerQuery } from './answerAddresses.ts';

/** No lock screen sends more. */
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
 * Takes the answer of an app and lets the workflow continue with it. n8n has checked the signature of the address.
 * POST alone answers: what opens a link to look at it must not approve a payment.
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

/** As it is in the parameter now; null where that cannot tell any more. The answer counts in any case. */
function deviceTokenOf(context: IWebhookFunctions, device: string | undefined): string | null {
	try {
		const tokens = listDeviceTokens(context.getNodeParameter('deviceToken', '')) ?? [];
		return (tokens.find((token) => deviceName(token) === device) as string | undefined) ?? null;
	} catch {
		return null;
	}
}
