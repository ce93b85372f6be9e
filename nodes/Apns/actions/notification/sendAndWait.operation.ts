import { WAIT_INDEFINITELY, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';
import type { Outcome } from '../../delivery/service/Outcome.ts';
import { DEFAULT_LIMITS } from '../../delivery/service/policy.ts';
import { listDeviceTokens } from '../../notification/deviceTokenList.ts';
import { readCredentials } from '../credential/credentialOf.ts';
import { escapeHtml } from '../errors/escapeHtml.ts';
import { apiError, toNodeError } from '../errors/nodeErrors.ts';
import { SetupError } from '../errors/SetupError.ts';
import type { Fields } from '../parameters/Fields.ts';
import { labelsOf } from '../parameters/labelsOf.ts';
import { ParameterReader } from '../parameters/ParameterReader.ts';
import { shownFor } from '../parameters/shownFor.ts';
import { DEVICES } from './Audience.ts';
import { sendAndWaitParameters } from './panel/sendAndWait.parameters.ts';
import { appsOf } from './reading/readDraft.ts';
import { addWarning } from './results/countsHint.ts';
import { outputsOfFailure } from './results/Outputs.ts';
import { deliverTasks } from './sending/deliverTasks.ts';
import { readContent } from './sending/readContent.ts';
import { createTask, type Task } from './Task.ts';
import { answerAddresses, deviceName, requireSignature } from './waiting/answerAddresses.ts';
import { isUnreachable } from './waiting/isUnreachable.ts';
import { readMessage } from './waiting/readMessage.ts';
import { readQuestion, type Question } from './waiting/readQuestion.ts';

const labels = labelsOf(sendAndWaitParameters);

/** The parameters of Send and Wait for Response. */
export const description = shownFor('notification', 'sendAndWait', sendAndWaitParameters);

/**
 * Sends the question of the first item and waits. If the wait ends without an answer, the workflow continues
 * with the input. Otherwise it continues with the item that {@link answerWebhook} returns.
 */
export async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const items = context.getInputData();
	if (items.length === 0) return [[]];
	try {
		const parameters = new ParameterReader(context, labels);
		const { question, tasks } = await prepare(context, parameters.fieldsOf(0));
		await deliverTasks(context, tasks, DEFAULT_LIMITS, false);
		if (!tasks.some(wasAsked)) {
			const { outcome, details } = nobodyWasAsked(tasks);
			// Items are data: they contain plain text, without HTML.
			if (!context.continueOnFail()) throw apiError(context, outcome, 0, details);
			throw new SetupError(outcome.message, details);
		}
		addHints(context, question, tasks);
		const { endSeconds } = question;
		const end = endSeconds === undefined ? WAIT_INDEFINITELY : new Date(endSeconds * 1000);
		await context.putExecutionToWait(end);
		// A copy: if there is an error output, n8n empties this list, and the input is needed later.
		return [[...items]];
	} catch (error) {
		if (!context.continueOnFail()) throw toNodeError(context, error, 0);
		return outputsOfFailure(context, error, false);
	}
}

/** @throws {SetupError} */
async function prepare(
	context: IExecuteFunctions,
	fields: Fields,
): Promise<{ question: Question; tasks: Task[] }> {
	refuseTool(context);
	requireSignature(context);
	const credential = (await readCredentials(context, 1))(0);
	const devices = readDevices(fields);
	const question = readQuestion(
		fields,
		readMessage(context, fields),
		{ nowMs: Date.now(), timeZone: context.getTimezone(), ...appsOf(credential) },
		context.getExecutionId(),
		(responseType) => answerAddresses(context, responseType, devices[0]),
	);
	const options = fields.collection('options');
	const tasks = devices.map((device) => {
		const addresses = answerAddresses(context, question.responseType, device);
		const draft = question.draftFor(addresses);
		return createTask(0, device, readContent(draft, options, credential, DEVICES));
	});
	return { question, tasks };
}

/** An agent does not wait for the answers to its tool calls. */
function refuseTool(context: IExecuteFunctions): void {
	if (!/(?<!Hitl)Tool$/.test(context.getNode().type)) return;
	throw new SetupError(
		'An AI agent cannot wait for the answer to a tool call',
		'Add this node as a Human review step between the agent and the tool whose calls a person should approve.',
	);
}

/** Each device once. */
function readDevices(fields: Fields): unknown[] {
	const tokens = listDeviceTokens(fields.raw('deviceToken')) ?? [];
	const byName = new Map(tokens.map((token) => [deviceName(token), token]));
	if (byName.size > 0) return [...byName.values()];
	throw new SetupError(
		`'${fields.labelOf('deviceToken')}' is empty`,
		'Enter the device token of the person to ask, or several tokens separated by commas.',
	);
}

/** Whether the device received the question, or may have. */
function wasAsked({ outcome }: Task): boolean {
	return outcome?.outcome === 'accepted' || outcome?.outcome === 'unknown';
}

/** The outcome for the error, and the results of the devices if there are several. */
function nobodyWasAsked(tasks: readonly Task[]): { outcome: Outcome; details: string } {
	const outcome = tasks[0]!.outcome as Outcome;
	if (tasks.length === 1) {
		const message = `The question was not delivered: ${outcome.message}`;
		return { outcome: { ...outcome, message }, details: '' };
	}
	const message = `The question was not delivered to any of the ${tasks.length} devices`;
	return { outcome: { ...outcome, message }, details: tasks.map(told).join(' ') };
}

function addHints(context: IExecuteFunctions, question: Question, tasks: readonly Task[]): void {
	const count = context.getInputData().length;
	if (count > 1) {
		addWarning(
			context,
			`Only the first of the ${count} input items was used. To ask about each item, put this node in a loop (Loop Over Items).`,
		);
	}
	for (const task of tasks) {
		if (task.outcome?.outcome !== 'accepted') addWarning(context, escapeHtml(told(task)));
	}
	if (question.isShortened) {
		addWarning(context, 'Message was shortened: it is too long for a notification.');
	}
	const { origin, href } = new URL(context.getSignedResumeUrl({}));
	if (isUnreachable(href)) {
		addWarning(
			context,
			`Phones cannot send answers to ${escapeHtml(origin)}. Set the environment variable WEBHOOK_URL of n8n to its HTTPS address on the internet.`,
		);
	}
}

/** The result of a device, identified by the beginning of its token. */
function told({ given, outcome }: Task): string {
	return `${String(given).slice(0, 8)}…: ${outcome?.message ?? ''}`;
}
