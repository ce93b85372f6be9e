/** The result of one device token, as n8n stores it. */
export interface ResultItem {
	deviceToken: string;
	success: boolean;
	errorCode: string;
	status: number | null;
	reason: string | null;
	message: string;
	action: string;
	outcome: string;
	apnsId: string | null;
	apnsUniqueId: string | null;
	timestamp: string | null;
	retryAfter: number | null;
	attempts: number;
	topic: string;
	environment: string;
}
