import type { IDataObject } from 'n8n-workflow';
import { parseDeviceToken } from '../../../notification/deviceToken.ts';
import { expiredWarning } from '../../../notification/expiration.ts';
import { apnsHeaders } from '../../../notification/headers.ts';
import {
	encodePayload,
	type Notification,
	type NotificationDraft,
} from '../../../notification/Notification.ts';
import { NotificationRefusal } from '../../../notification/NotificationRefusal.ts';
import { rulesOf } from '../../../notification/pushType.ts';
import { quotedAll } from '../../../notification/shapeWarnings.ts';
import { inexactNumbersIn } from '../../../notification/valueWarnings.ts';
import { isNearlyFull, NEARLY_FULL, warningsOf } from '../../../notification/warnings.ts';
import { buildNotification, unlessRefused } from './buildNotification.ts';
import type { ApnsCredential, Environment } from '../../credential/ApnsCredential.ts';

const FINE =
	'Ready to send. Only sending shows whether APNs accepts the credential and the device token.';

/** What would be sent to a device or why it would be refused, and what the device would ignore of it. */
export function previewOf(
	given: unknown,
	draft: NotificationDraft,
	credential: Pick<ApnsCredential, 'clientCertificate'>,
	environment: Environment,
	nowMs: number,
): IDataObject {
	const deviceToken = unlessRefused(() => parseDeviceToken(given));
	const notification = buildNotification(draft, credential, environment);
	const refusal = [deviceToken, notification].find(isRefusal);
	const ready = isRefusal(notification) ? undefined : notification;
	const payload = ready?.payload ?? unlessRefused(() => encodePayload(draft));
	const json = isRefusal(payload) ? undefined : payload;
	return {
		deviceToken: (given ?? null) as IDataObject[string],
		valid: refusal === undefined,
		errorCode: refusal?.code ?? null,
		message: refusal?.message ?? FINE,
		path: isRefusal(deviceToken) ? null : `/3/device/${deviceToken}`,
		headers: ready === undefined ? null : headersOf(ready, credential),
		payload: json === undefined ? null : (JSON.parse(json) as IDataObject),
		payloadBytes: json === undefined ? null : Buffer.byteLength(json),
		maxPayloadBytes: rulesOf(draft.pushType).maxPayloadBytes,
		warnings: ready === undefined ? [] : allWarningsOf(ready, nowMs),
	};
}

/** The headers of the request, without generated and secret values. */
function headersOf(
	notification: Notification,
	{ clientCertificate }: Pick<ApnsCredential, 'clientCertificate'>,
): IDataObject {
	const { apnsId, collapseId } = notification;
	const list = apnsHeaders(notification);
	const headers: IDataObject = clientCertificate === undefined ? { authorization: 'bearer …' } : {};
	for (let index = 0; index < list.length; index += 2) headers[list[index]!] = list[index + 1];
	// The list contains it as bytes.
	if (collapseId !== undefined) headers['apns-collapse-id'] = collapseId;
	headers['apns-id'] = apnsId ?? '(a new UUID)';
	return headers;
}

function allWarningsOf(notification: Notification, nowMs: number): string[] {
	const inexact = inexactNumbersIn(notification.payload);
	const expired = expiredWarning(notification.expirationSeconds, nowMs);
	return [
		...(expired === undefined ? [] : [expired]),
		...warningsOf(notification),
		...(isNearlyFull(notification) ? [NEARLY_FULL] : []),
		...(inexact.length > 0
			? [`Sent as written, but rounded in this preview: ${quotedAll(inexact)}.`]
			: []),
	];
}

function isRefusal(value: unknown): value is NotificationRefusal {
	return value instanceof NotificationRefusal;
}
