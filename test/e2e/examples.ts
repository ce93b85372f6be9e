import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { WorkflowJson } from './N8nServer.ts';

/** The webhook path of the payment event example. */
export const PAYMENT_WEBHOOK = 'payment-event';

/** The button that starts the configuration push example. */
export const CONFIGURATION_TRIGGER = 'Now';

/** Names that both examples share. */
export const SWITCH_NODE = 'What Did Apple Say?';

/** The payment event example, as it is. */
export function paymentEventExample(): WorkflowJson {
	return readExample('payment-event');
}

/** The configuration push example with these devices in place of its placeholders. */
export function configurationPushExample(deviceTokens: readonly string[]): WorkflowJson {
	const workflow = readExample('configuration-push');
	const devices = workflow.nodes.find(({ name }) => name === 'Devices');
	if (!devices) throw new Error('The configuration push example has no node "Devices" any more');
	devices.parameters['jsCode'] =
		`const deviceTokens = ${JSON.stringify(deviceTokens)};\n` +
		'return deviceTokens.map((deviceToken) => ({ json: { deviceToken } }));';
	return workflow;
}

function readExample(name: string): WorkflowJson {
	const file = join(import.meta.dirname, '..', '..', 'examples', `${name}.json`);
	return JSON.parse(readFileSync(file, 'utf8')) as WorkflowJson;
}
