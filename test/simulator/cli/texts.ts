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
  --management-port PORT  TCP port on 127.0.0.1 for the management of broadcast channels
                          (default 2195)
  --state FOLDER          where the keys and certificates are kept, so that the credential you
                          have made in n8n stays valid (default .simulator in the current folder)
  --answer ANSWER         be a phone, too, and answer notifications that ask something (n8n's Send
                          and Wait for Response): approve, decline, or ask, which lets you answer
                          here with the keys a and d or a line of text. Calls this machine only
  --help                  this text

It prints what to enter in n8n, and then each request that it hears, until you press Ctrl-C.
`;

/** What there is to try things out with. */
export interface Samples {
	readonly devices: readonly SampleDevice[];
	readonly channels: readonly SampleChannel[];
	readonly certificate: ClientCertificateFile;
}

/** Everything a person has to enter in n8n. */
export function instructions(
	{ baseUrl, managementUrl, environment, identity }: ApnsSimulator,
	{ devices, channels, certificate }: Samples,
): string {
	return `APNs simulator (${environment}) is listening on ${baseUrl}

In n8n, create a credential "APNs API" with:

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
Instead of the key, a client certificate for the same app may be used. In a credential
"APNs Certificate API" that is:

Certificate (.p12):     the base64 of ${certificate.file}
Passphrase:             ${certificate.password}

${deviceLines(devices)}

Channels, and what a broadcast is answered:
${channels.map(({ id, answers }) => `${id}  ${answers}`).join('\n')}

Press Ctrl-C to stop.
`;
}

/** The device tokens to try things out with. */
export function deviceLines(devices: readonly SampleDevice[]): string {
	return `Device tokens, and what they answer:
${devices.map(({ token, answers }) => `${token}  ${answers}`).join('\n')}

Any other device token answers 400 BadDeviceToken.`;
}

/** One request as lines of the log: what it was, its answer, and what a device would ignore. */
export function logLines(heard: RequestHeard, nowMs: number): string {
	const remarks = heard.answer === '200' ? remarksOn(heard) : [];
	return [
		timed(`${summaryOf(heard)}  ${heard.answer}`, nowMs),
		...remarks.map((remark) => `          accepted, but: ${remark}`),
	].join('\n');
}

/** A line of the log with the time of day. */
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
