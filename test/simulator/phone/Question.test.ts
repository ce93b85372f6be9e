import { expect, test } from 'vitest';
import { readQuestion } from './Question.ts';

const APPROVE = 'http://localhost:5678/webhook-waiting/7/node?approved=true&signature=1';
const DECLINE = 'http://localhost:5678/webhook-waiting/7/node?approved=false&signature=2';

test('a question for approval has title, text and both addresses', () => {
	const payload = {
		aps: { alert: { title: 'Approval needed', body: 'Refund?' }, category: 'N8N_APPROVAL' },
		n8n: { approve: APPROVE, decline: DECLINE },
	};
	expect(readQuestion(JSON.stringify(payload))).toEqual({
		title: 'Approval needed',
		body: 'Refund?',
		approve: APPROVE,
		decline: DECLINE,
	});
});

test('a question for text has one address', () => {
	const payload = { aps: { alert: 'Which account?' }, n8n: { respond: APPROVE, more: 1 } };
	const question = { title: '', body: 'Which account?', respond: APPROVE };
	expect(readQuestion(JSON.stringify(payload))).toEqual(question);
});

test('what is missing or not text is empty', () => {
	const payload = { aps: { alert: { body: 7 } }, n8n: { approve: APPROVE, decline: null } };
	expect(readQuestion(JSON.stringify(payload))).toEqual({ title: '', body: '', approve: APPROVE });
	expect(readQuestion(JSON.stringify({ n8n: { approve: APPROVE } }))).toMatchObject({ body: '' });
});

test.each([
	'{"aps":{"alert":"hello"}}',
	'{"aps":{"alert":"hello"},"n8n":{}}',
	'{"aps":{"alert":"hello"},"n8n":null}',
	`{"aps":{"alert":"hello"},"n8n":"${APPROVE}"}`,
	'{"aps":{"alert":"hello"},"n8n":{"approve":true}}',
	`{"aps":{"alert":"hello","n8n":{"approve":"${APPROVE}"}}}`,
])('%s asks nothing', (payload) => {
	expect(readQuestion(payload)).toBeUndefined();
});
