/** An unexpected response of n8n. */
export class N8nRestError extends Error {
	override readonly name = 'N8nRestError';
	readonly status: number;

	constructor(method: string, path: string, status: number, body: string) {
		super(`n8n answered ${status} to ${method} ${path}: ${messageIn(body)}`);
		this.status = status;
	}
}

/**
 * n8n closes a connection that was idle for five seconds, and on a busy machine it may do so at the moment
 * when the next request is written to it.
 */
export const CLOSE_AFTERWARDS = { connection: 'close' } as const;

/** The person who set up the n8n of a test or of the demo. */
export const OWNER = {
	email: 'owner@example.com',
	firstName: 'Demo',
	lastName: 'Owner',
	password: 'Passw0rd!demo',
} as const;

/** The REST API that n8n's editor uses, for one signed-in person. */
export class N8nRest {
	readonly #url: string;
	#cookie = '';

	constructor(url: string) {
		this.#url = url;
	}

	/** Sets up the owner of a new n8n and signs in. */
	async setUpOwner(): Promise<void> {
		await this.post('/rest/owner/setup', OWNER);
		await this.post('/rest/login', {
			emailOrLdapLoginId: OWNER.email,
			password: OWNER.password,
		});
	}

	/** The `data` of the answer. */
	async get<T>(path: string): Promise<T> {
		return await this.#call<T>('GET', path);
	}

	/** A file of the editor that only signed-in users get. */
	async getText(path: string): Promise<string> {
		return await this.#request('GET', path);
	}

	/** The same, parsed. */
	async getFile<T>(path: string): Promise<T> {
		return JSON.parse(await this.getText(path)) as T;
	}

	/** The `data` of the answer. */
	async post<T>(path: string, body: unknown = {}): Promise<T> {
		return await this.#call<T>('POST', path, body);
	}

	/** The `data` of the answer; `undefined` from an n8n whose API has no such path. */
	async postIfKnown<T>(path: string, body: unknown = {}): Promise<T | undefined> {
		return await ifKnown(this.post<T>(path, body));
	}

	/** The same for reading. */
	async getIfKnown<T>(path: string): Promise<T | undefined> {
		return await ifKnown(this.get<T>(path));
	}

	/** The `data` of the answer. */
	async patch<T>(path: string, body: unknown): Promise<T> {
		return await this.#call<T>('PATCH', path, body);
	}

	/** Removes what is there. */
	async delete(path: string): Promise<void> {
		await this.#request('DELETE', path);
	}

	async #call<T>(method: string, path: string, body?: unknown): Promise<T> {
		return (JSON.parse(await this.#request(method, path, body)) as { data: T }).data;
	}

	async #request(method: string, path: string, body?: unknown): Promise<string> {
		const response = await fetch(this.#url + path, {
			method,
			headers: {
				'content-type': 'application/json',
				...CLOSE_AFTERWARDS,
				...(this.#cookie && { cookie: this.#cookie }),
			},
			...(body !== undefined && { body: JSON.stringify(body) }),
		});
		const text = await response.text();
		if (!response.ok) throw new N8nRestError(method, path, response.status, text);
		const cookie = response.headers.getSetCookie().find((value) => value.startsWith('n8n-auth='));
		if (cookie !== undefined) this.#cookie = cookie.split(';')[0] ?? '';
		return text;
	}
}

/** Without its stack. */
function messageIn(body: string): string {
	try {
		return (JSON.parse(body) as { message?: string }).message ?? body;
	} catch {
		return body;
	}
}

async function ifKnown<T>(answer: Promise<T>): Promise<T | undefined> {
	try {
		return await answer;
	} catch (error) {
		if (error instanceof N8nRestError && error.status === 404) return undefined;
		throw error;
	}
}
