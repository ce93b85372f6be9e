import type { ApnsSimulator } from '../ApnsSimulator.ts';
import type { PushHeard } from '../SimulatorOptions.ts';
import type { SampleDevice } from './sampleDevices.ts';

/** What `--help` prints. */
export const HELP = `A local Apple Push Notification service, to develop n8n workflows without an Apple account.

Usage: node test/simulator/main.ts [--port PORT] [--state FOLDER]

  --port PORT     TCP port on 127.0.0.1 (default 2197)
  --state FOLDER  where the keys and certificates are kept, so that the credential you have
                  made in n8n stays valid (default .simulator in the current folder)
  --help          this text

It prints what to enter in n8n, and then each push that it hears, until you press Ctrl-C.
`;

/** Everything a person has to enter in n8n. */
export function instructions(
	{ baseUrl, environment, identity }: ApnsSimulator,
	devices: readonly SampleDevice[],
): string {
	return `APNs simulator (${environment}) is listening on ${baseUrl}

In n8n, create a credential "APNs API" with:

Environment: Custom
Base URL:    ${baseUrl}
Team ID:     ${identity.teamId}
Key ID:      ${identity.keyId}
Bundle ID:   ${identity.bundleId}

Private Key:
${identity.privateKey}
CA Certificate:
${identity.caCertificate}
Device tokens, and what they answer:
${devices.map(({ token, answers }) => `${token}  ${answers}`).join('\n')}

Any other device token answers 400 BadDeviceToken. Press Ctrl-C to stop.
`;
}

/** One push as a line of the log. */
export function logLine({ deviceToken, pushType, answer }: PushHeard, nowMs: number): string {
	const time = new Date(nowMs).toTimeString().slice(0, 8);
	return `${time}  ${deviceToken.slice(0, 8)}…  ${pushType ?? '(no push type)'}  ${answer}`;
}
