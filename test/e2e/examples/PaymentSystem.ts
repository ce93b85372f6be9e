import { createHmac, randomBytes } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import type { N8nServer, StoredCredential, WebhookAnswer } from '../N8nServer.ts';
import { readExample, withoutDatabase } from './readExample.ts';

/** The webhook path of the payment approval example. */
export const PAYMENT_WEBHOOK = 'payment-approval';

/** The header with the signature. */
export const SIGNATURE_HEADER = 'x-signature';

/** The caller of the payment approval example, who shares the secret with n8n and signs each event. */
export class PaymentSystem {
	/** The imported example's. */
	readonly workflowId: string;
	readonly #n8n: N8nServer;
	readonly #secret: string;

	private constructor(n8n: N8nServer, secret: string, workflowId: string) {
		this.#n8n = n8n;
		this.#secret = secret;
		this.workflowId = workflowId;
	}

	/** Imports the example and publishes it. Without a credential for PostgreSQL it deletes nothing. */
	static async introduceTo(
		n8n: N8nServer,
		apns: StoredCredential,
		postgres?: StoredCredential,
	): Promise<PaymentSystem> {
		const hmacSecret = randomBytes(32).toString('hex');
		const crypto = await n8n.createCredential('Payment system', 'crypto', { hmacSecret });
		const example = readExample('payment-approval');
		const workflowId = postgres
			? await n8n.importWorkflow(example, apns, crypto, postgres)
			: await n8n.importWorkflow(withoutDatabase(example), apns, crypto);
		await n8n.publish(workflowId);
		return new PaymentSystem(n8n, hmacSecret, workflowId);
	}

	/** An event that may be approved for another hour. */
	static event(changes: IDataObject): IDataObject {
		return {
			paymentId: '4711',
			payee: 'Ada’s Books',
			amount: '12.50 EUR',
			expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
			...changes,
		};
	}

	/** The signature of a body. */
	static sign(body: string, secret: string): string {
		return createHmac('sha256', secret).update(body).digest('hex');
	}

	/** Asks for an approval: signs the event and calls the webhook. */
	async ask(event: IDataObject): Promise<WebhookAnswer> {
		const body = JSON.stringify(event);
		return await this.send(body, this.sign(body));
	}

	/** The signature of a body. */
	sign(body: string): string {
		return PaymentSystem.sign(body, this.#secret);
	}

	/** Calls the webhook with this body and signature, right or wrong. */
	async send(body: string, signature: string | undefined): Promise<WebhookAnswer> {
		const headers = signature === undefined ? undefined : { [SIGNATURE_HEADER]: signature };
		return await this.#n8n.postWebhook(PAYMENT_WEBHOOK, body, headers);
	}

	/** Takes the example back: another copy of it may have the webhook. */
	async leave(): Promise<void> {
		await this.#n8n.unpublish(this.workflowId);
	}
}
