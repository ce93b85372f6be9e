import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { escapeHtml } from '../../errors/escapeHtml.ts';
import { addWarning, grouped } from './countsHint.ts';

/** Shows above the output whether the previewed notifications would be sent. */
export function addPreviewHint(context: IExecuteFunctions, previews: readonly IDataObject[]): void {
	const [refused, ...others] = previews.filter(({ valid }) => valid !== true);
	if (refused !== undefined) {
		const more = others.length > 0 ? ` (and ${grouped(others.length)} more)` : '';
		addWarning(context, `Would not be sent: ${escapeHtml(String(refused.message))}${more}`);
		return;
	}
	const [first] = previews;
	if (first === undefined) return;
	const { payloadBytes, maxPayloadBytes, headers } = first;
	const topic = String((headers as IDataObject)['apns-topic']);
	const message =
		previews.length === 1
			? `Valid · ${grouped(Number(payloadBytes))} of ${grouped(Number(maxPayloadBytes))} bytes · ${escapeHtml(topic)}`
			: `${grouped(previews.length)} valid`;
	context.addExecutionHints?.({ message, location: 'outputPane', type: 'info' });
}
