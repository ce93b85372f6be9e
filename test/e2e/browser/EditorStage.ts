import type { IConnections } from 'n8n-workflow';
import type { Browser, BrowserContext } from 'playwright-core';
import { Stage } from '../demo/Stage.ts';
import type { WorkflowJson } from '../N8nServer.ts';
import { startChromium } from './chromium.ts';
import { Editor } from './Editor.ts';
import { signIn } from './signIn.ts';

/** Tall enough for all parameters of the panel. */
const VIEWPORT = { width: 1440, height: 1200 };

/** Simulator, n8n and browser. They take half a minute to start, so all browser tests share them. */
export class EditorStage {
	readonly #stage: Stage;
	readonly #browser: Browser;
	readonly #context: BrowserContext;
	#editor: Editor | undefined;

	private constructor(stage: Stage, browser: Browser, context: BrowserContext) {
		this.#stage = stage;
		this.#browser = browser;
		this.#context = context;
	}

	static async start(): Promise<EditorStage> {
		const stage = await Stage.start();
		let browser: Browser | undefined;
		try {
			browser = await startChromium();
			const context = await signIn(browser, stage.n8n.url, { viewport: VIEWPORT });
			return new EditorStage(stage, browser, context);
		} catch (error) {
			await browser?.close();
			await stage.stop();
			throw error;
		}
	}

	get simulator() {
		return this.#stage.simulator;
	}

	get n8n() {
		return this.#stage.n8n;
	}

	/** Imports a workflow, with the credential for the simulator in our nodes. Returns its id. */
	async import(workflow: WorkflowJson): Promise<string> {
		return await this.n8n.importWorkflow(workflow, this.#stage.credential);
	}

	/** Imports a workflow and opens it. */
	async open(workflow: WorkflowJson): Promise<Editor> {
		return await this.openImported(await this.import(workflow));
	}

	/** Opens a workflow that n8n already has. */
	async openImported(workflowId: string): Promise<Editor> {
		if (this.#editor === undefined) {
			this.#editor = await Editor.open(this.#context, this.n8n.url, workflowId);
		} else {
			await this.#editor.goTo(workflowId);
		}
		return this.#editor;
	}

	/** The names of the nodes that a node leads to, by output, as n8n has saved it. */
	async savedConnections(workflowId: string, nodeName: string): Promise<string[]> {
		const path = `/rest/workflows/${workflowId}`;
		const { connections } = await this.n8n.rest.get<{ connections: IConnections }>(path);
		return (connections[nodeName]?.['main'] ?? []).map((to) => to?.[0]?.node ?? '');
	}

	/** Closes the editor in any state that a failed test has left it in. The next test opens a new one. */
	async closeEditor(): Promise<void> {
		await this.#editor?.close();
		this.#editor = undefined;
	}

	async stop(): Promise<void> {
		await this.#browser.close();
		await this.#stage.stop();
	}
}
