/** Why a notification is not sent: a value of the result item's `errorCode`. */
export type RefusalCode = 'INVALID_TOKEN' | 'BAD_REQUEST' | 'PAYLOAD_TOO_LARGE';

/**
 * A notification that APNs would reject, found before it is sent. It becomes that token's result; the other
 * tokens are sent. `message` is for the user who builds the workflow.
 */
export class NotificationRefusal extends Error {
	override readonly name = 'NotificationRefusal';
	readonly code: RefusalCode;

	constructor(code: RefusalCode, message: string) {
		super(message);
		this.code = code;
	}
}
