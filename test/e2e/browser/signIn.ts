import type { Browser, BrowserContext, BrowserContextOptions } from 'playwright-core';
import { OWNER } from '../N8nRest.ts';

/** A browser context in which n8n's owner is signed in. */
export async function signIn(
	browser: Browser,
	url: string,
	options: BrowserContextOptions,
): Promise<BrowserContext> {
	const context = await browser.newContext({ locale: 'en-US', ...options });
	const answer = await context.request.post(`${url}/rest/login`, {
		data: { emailOrLdapLoginId: OWNER.email, password: OWNER.password },
	});
	if (!answer.ok()) throw new Error(`n8n answered ${answer.status()} to the owner's sign-in`);
	return context;
}
