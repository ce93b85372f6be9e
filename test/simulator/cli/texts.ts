import type { ApnsSimulator } from '../ApnsSimulator.ts';
import { deviceTokenOf, headerOf } from '../ApnsRequest.ts';
import type { RequestHeard } from '../Exchange.ts';
import { broadcastRemarks, payloadRemarks } from '../remarks/payloadRemarks.ts';
import type { ClientCertificateFile } from './clientCertificateFile.ts';
import type { SampleChannel } from './sampleChannels.ts';
import type { SampleDevice } from './sampleDevices.ts';

/** What `--help` prints. */
export const HELP = `A local Apple Push Notification service, to develop n8n workflows without an Apple account.

Usage: node test/simulator/main.ts [--port PORT] [--management-port PORT] [--state FOLDER]
                                   [--answer approve|decline|ask]

  --port PORT             TCP port on 127.0.0.1 for pushes and broadcasts (default 2197)
  --management-port PORT  TCP port on 127.0.0.1 for managing broadcast channels
                          (default 2195)
  --state FOLDER          folder for keys and certificates, so that your credential in n8n
                          stays valid (default .simulator in the current folder)
  --answer ANSWER         also act as a phone and answer questions (n8n's Send and Wait for
                          Response): approve, decline, or ask, to answer here with the keys a
                          and d or a line of text. Calls this machine only
  --help                  print this help

It prints what to enter in n8n, then each request, until you press Ctrl-C.
`;

/** Devices, channels and a certificate to try. */
export interface Samples {
	readonly devices: readonly SampleDevice[];
	readonly channels: readonly SampleChannel[];
	readonly certificate: ClientCertificateFile;
}

/** The values to enter in n8n. */
export function instructions(
	{ baseUrl, managementUrl, environment, identity }: ApnsSimulator,
	{ devices, channels, certificate }: Samples,
): string {
	return `APNs simulator (${environment}) is listening on ${baseUrl}

In n8n, create a credential "Apple Push (APNs) API" with:

Team ID:                ${identity.teamId}
Key ID:                 ${identity.keyId}
Environment:            Custom
Base URL:               ${baseUrl}
Channel Management URL: ${managementUrl}
Bundle ID:              ${identity.bundleId}

Private Key (.p8):
${identity.privateKey}
CA Certificate:
${identity.caCertificate}
To use a client certificate for the same app instead of the key, create a credential
"Apple Push (APNs) Certificate API" with:

Certificate (.p12):     the base64 of ${certificate.file}
Passphrase:             ${certificate.password}

${deviceLines(devices)}

Channels and the answers to broadcasts:
${channels.map(({ id, answers }) => `${id}  ${answers}`).join('\n')}

Press Ctrl-C to stop.
`;
}

/** The sample device tokens and the answer that each of them gets. */
export function deviceLines(devices: readonly SampleDevice[]): string {
	return `Device tokens and their answers:
${devices.map(({ token, answers }) => `${token}  ${answers}`).join('\n')}

Any other device token gets 400 BadDeviceToken.`;
}

/** Log lines of one request: what it was, its answer, and what a device would ignore. */
export function logLines(heard: RequestHeard, nowMs: number): string {
	const remarks = heard.answer === '200' ? remarksOn(heard) : [];
	return [
		timed(`${summaryOf(heard)}  ${heard.answer}`, nowMs),
		...remarks.map((remark) => `          accepted, but: ${remark}`),
	].join('\n');
}

/** A log line with the time of day. */
export function timed(line: string, nowMs: number): string {
	return `${new Date(nowMs).toTimeString().slice(0, 8)}  ${line}`;
}

function summaryOf({ service, request }: RequestHeard): string {
	const pushType = headerOf(request, 'apns-push-type') ?? '(no push type)';
	if (service === 'device') return `${deviceTokenOf(request).slice(0, 8)}…  ${pushType}`;
	const channel = headerOf(request, 'apns-channel-id') ?? '(no channel)';
	if (service === 'broadcast') return `broadcast to ${channel}  ${pushType}`;
	return `${headerOf(request, ':method')} ${headerOf(request, ':path')}`;
}

function remarksOn({ service, request }: RequestHeard): string[] {
	const payload = request.body.toString();
	if (service === 'channels') return [];
	if (service === 'broadcast') return broadcastRemarks({ payload });
	const topic = headerOf(request, 'apns-topic') ?? '';
	return payloadRemarks({ topic, pushType: headerOf(request, 'apns-push-type'), payload });
}
