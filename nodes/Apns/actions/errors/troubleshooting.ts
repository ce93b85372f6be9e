import type { ErrorCode } from '../../delivery/service/Outcome.ts';

/** In the repository of `homepage` in package.json. */
const DOCUMENT_URL =
	'https://github.com/n8n-nodes-apns/n8n-nodes-apns/blob/main/docs/troubleshooting.md';

/** The anchors that GitHub creates for the headings of the document. */
const ANCHORS: Readonly<Record<ErrorCode | 'SETUP', string>> = {
	SETUP: 'wrong-set-up',
	SUCCESS: 'accepted-but-not-on-the-device',
	BAD_REQUEST: 'bad_request',
	INVALID_TOKEN: 'invalid_token',
	AUTH_FAILED: 'auth_failed',
	NOT_FOUND: 'not_found',
	UNREGISTERED: 'unregistered',
	PAYLOAD_TOO_LARGE: 'payload_too_large',
	TOO_MANY_REQUESTS: 'too_many_requests',
	SERVER_ERROR: 'server_error',
	TIMEOUT: 'timeout',
	NETWORK_ERROR: 'network_error',
	CANCELLED: 'cancelled',
};

/** The error codes, and `SETUP`, that the document has a section for. */
export const TROUBLESHOOTING_TOPICS = Object.keys(ANCHORS) as (keyof typeof ANCHORS)[];

/** The section of the document on an error. */
export function troubleshootingUrl(topic: ErrorCode | 'SETUP'): string {
	return `${DOCUMENT_URL}#${ANCHORS[topic]}`;
}

/** The same as a link, for the places where n8n's editor renders HTML: descriptions of errors, and hints. */
export function troubleshootingLink(topic: ErrorCode | 'SETUP'): string {
	return `<a href="${troubleshootingUrl(topic)}" target="_blank">Troubleshooting</a>`;
}
