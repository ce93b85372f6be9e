import { createHmac, randomBytes } from 'node:crypto';
import type { IDataObject } from 'n8n-workflow';
import type { N8nServer, StoredCredential, WebhookAnswer } from '../N8nServer.ts';
import { HttpRecorder } from './HttpRecorder.ts';
import { nodeOf, readExample } from './readExample.ts';

/** The webhook path of the payment approval example. */
export const PAYMENT_WEBHOOK = 'payment-approval';

/** The header with the signature. */
export const SIGNATURE_HEADER = 'x-signature';

/** n8n checks once a minute for waits that have ended. */
export const SILENCE_TIMEOUT_MS = 90_000;

/** The decision that the payment system receives. */
export interface Decision {
	readonly paymentId: string;
	readonly decision: 'approved' | 'declined' | 'timeout' | 'notAsked';
	/** With an answer. */
	readonly respondedAt?: string;
	/** Why the question was not delivered. */
	readonly reason?: string;
}

/**
 * The payment system of the payment approval example: shares the secret with n8n, signs each event, and
 * receives the decisions.
 */
export class PaymentSystem {
	/** Of the imported example. */
	readonly workflowId: string;
	readonly #n8n: N8nServer;
	readonly #secret: string;
	readonly #decisions: HttpRecorder<Decision>;

	private constructor(
		n8n: N8nServer,
		secret: string,
		workflowId: string,
		decisions: HttpRecorder<Decision>,
	) {
		this.#n8n = n8n;
		this.#secret = secret;
		this.workflowId = workflowId;
		this.#decisions = decisions;
	}

	/** Imports the example, follows its note, and publishes it. */
	static async introduceTo(n8n: N8nServer, apns: StoredCredential): Promise<PaymentSystem> {
		const hmacSecret = randomBytes(32).toString('hex');
		const header = { name: 'x-api-key', value: randomBytes(32).toString('hex') };
		const crypto = await n8n.createCredential('Payment system', 'crypto', { hmacSecret });
		const access = await n8n.createCredential('Decisions', 'httpHeaderAuth', header);
		const decisions = await HttpRecorder.start<Decision>(header);
		const example = readExample('payment-approval');
		nodeOf(example, 'Tell the Payment System').parameters['url'] = decisions.url;
		const workflowId = await n8n.importWorkflow(example, apns, crypto, access);
		await n8n.publish(workflowId);
		return new PaymentSystem(n8n, hmacSecret, workflowId, decisions);
	}

	/** An event that can be approved for one more hour. */
	static event(changes: IDataObject): IDataObject {
		return {
			paymentId: '4711',
			payee: 'Ada’s Books',
			amount: '12.50 EUR',
			expiresAt: expiresIn(3_600_000),
			...changes,
		};
	}

	/** Requests an approval: signs the event and calls the webhook. */
	async ask(event: IDataObject): Promise<WebhookAnswer> {
		const body = JSON.stringify(event);
		return await this.send(body, this.sign(body));
	}

	/** The signature of a body. */
	sign(body: string): string {
		return createHmac('sha256', this.#secret).update(body).digest('hex');
	}

	/** Calls the webhook with this body and signature, right or wrong. */
	async send(body: string, signature: string | undefined): Promise<WebhookAnswer> {
		const headers = signature === undefined ? undefined : { [SIGNATURE_HEADER]: signature };
		return await this.#n8n.postWebhook(PAYMENT_WEBHOOK, body, headers);
	}

	/** The first decision on a payment. */
	async decisionOn(paymentId: string, timeoutMs = 30_000): Promise<Decision> {
		const isIt = (told: Decision): boolean => told.paymentId === paymentId;
		return await this.#decisions.find(`A decision on ${paymentId}`, timeoutMs, isIt);
	}

	/** All decisions that it received, in order. */
	get decisions(): readonly Decision[] {
		return this.#decisions.told;
	}

	/** Makes it fail for this many calls. */
	beDown(calls: number): void {
		this.#decisions.failNext(calls);
	}

	/** Unpublishes the example, so that another copy of it can use the webhook. */
	async leave(): Promise<void> {
		await this.#n8n.unpublish(this.workflowId);
		await this.#decisions.stop();
	}
}

/** A time in the format of an event. */
export function expiresIn(milliseconds: number): string {
	return new Date(Date.now() + milliseconds).toISOString();
}
