import { selectors, type BrowserContext, type Locator, type Page } from 'playwright-core';
import { until } from '../until.ts';
import { NodeCreator } from './NodeCreator.ts';
import { NodePanel } from './NodePanel.ts';

/** The first page of a new n8n takes a long time. */
const FIRST_PAGE_TIMEOUT_MS = 60_000;

const LISTEN_TIMEOUT_MS = 10_000;

/** What Vue and its router add to their root element. */
interface VueElement {
	__vue_app__: { config: { globalProperties: { $router: { push(path: string): unknown } } } };
}

/** n8n's editor in a browser, with a workflow open, as its owner sees it. */
export class Editor {
	/** For everything that has no method here. */
	readonly page: Page;

	private constructor(page: Page) {
		this.page = page;
	}

	/** Opens a workflow in a new tab of a signed-in user. */
	static async open(context: BrowserContext, url: string, workflowId: string): Promise<Editor> {
		selectors.setTestIdAttribute('data-test-id');
		const page = await context.newPage();
		const editor = new Editor(page);
		await page.goto(url + workflowPath(workflowId), { timeout: FIRST_PAGE_TIMEOUT_MS });
		await editor.#waitForCanvas(workflowId);
		return editor;
	}

	/**
	 * Goes to another workflow as a click in n8n's list does: by its router, in half a second. Loading the whole
	 * editor takes ten times as long. An open dialog would stay open.
	 */
	async goTo(workflowId: string): Promise<void> {
		await this.page.locator('#app').evaluate((app, path) => {
			const { $router } = (app as unknown as VueElement).__vue_app__.config.globalProperties;
			void $router.push(path);
		}, workflowPath(workflowId));
		await this.#waitForCanvas(workflowId);
	}

	/** A node on the canvas. */
	node(name: string): Locator {
		return this.page.locator(`[data-test-id=canvas-node][data-node-name="${name}"]`);
	}

	/** The labels of a node's outputs, from top to bottom; none if there is only one. */
	async outputsOf(name: string): Promise<string[]> {
		const handles = this.node(name).getByTestId('canvas-node-output-handle');
		return (await handles.allInnerTexts()).map((text) => text.trim());
	}

	/** Draws a line from a node's output, counted from 0, to another node. */
	async connect(from: string, output: number, to: string): Promise<void> {
		const handle = this.node(from).getByTestId('canvas-node-output-handle').nth(output);
		await handle.dragTo(this.node(to).getByTestId('canvas-node-input-handle'));
	}

	/** The lines that start at a node, each as `<output> → <node>`. */
	async connectionsFrom(name: string): Promise<string[]> {
		const lines = this.page.locator(
			`[data-test-id=edge][data-source-node-name="${name}"] .vue-flow__edge-path`,
		);
		const ids = await lines.evaluateAll((paths) => paths.map(({ id }) => id));
		return ids.map((id) => id.replace(/^\[.*\/outputs\/main\/(\d+)\]\[(.*)\/inputs.*$/, '$1 → $2'));
	}

	/** The labels of the lines that start at a node, such as `3 items`, by the node they lead to. */
	async itemCountsFrom(name: string): Promise<Record<string, string>> {
		const labels = this.page.locator(`[data-test-id=edge-label][data-source-node-name="${name}"]`);
		const texts = await labels.evaluateAll((elements) =>
			elements.map((element) => [
				element.getAttribute('data-target-node-name'),
				element.textContent,
			]),
		);
		return Object.fromEntries(texts) as Record<string, string>;
	}

	/**
	 * Presses "Execute workflow" next to a trigger and waits until this node has succeeded.
	 *
	 * @param call the call that a webhook trigger waits for; repeated until the webhook listens
	 */
	async run(trigger: string, lastNode: string, call?: () => Promise<boolean>): Promise<void> {
		await this.start(trigger);
		if (call !== undefined) {
			await until(
				'The webhook listening',
				LISTEN_TIMEOUT_MS,
				async () => (await call()) || undefined,
			);
		}
		await this.succeeded(lastNode).waitFor();
	}

	/** Presses "Execute workflow" next to a trigger. */
	async start(trigger: string): Promise<void> {
		await this.node(trigger).hover();
		await this.page.getByTestId(`execute-workflow-button-${trigger}`).click();
	}

	/** A node that waits: n8n draws it with a moving border. */
	waiting(name: string): Locator {
		return this.page.locator('.waiting').and(this.node(name));
	}

	/** The mark of a node that has succeeded. */
	succeeded(name: string): Locator {
		return this.node(name).getByTestId('canvas-node-status-success');
	}

	/** Opens a node's panel. */
	async openNode(name: string): Promise<NodePanel> {
		await this.node(name).dblclick();
		return await NodePanel.opened(this.page);
	}

	/** Opens the list of nodes that can be added. */
	async openNodeCreator(): Promise<NodeCreator> {
		await this.page.getByTestId('node-creator-plus-button').click();
		return await NodeCreator.opened(this.page);
	}

	/** Saves, without waiting for it. */
	async save(): Promise<void> {
		await this.page.keyboard.press('Control+s');
	}

	/** Discards everything that is not saved. */
	async reload(): Promise<void> {
		await this.page.reload();
		await this.page.getByTestId('canvas-node').first().waitFor({ timeout: FIRST_PAGE_TIMEOUT_MS });
	}

	async close(): Promise<void> {
		await this.page.close();
	}

	async #waitForCanvas(workflowId: string): Promise<void> {
		// The ids of what is on a canvas start with the workflow's.
		const parts = this.page.getByTestId('canvas').locator(`[data-id^="${workflowId}-"]`);
		await parts.first().waitFor({ timeout: FIRST_PAGE_TIMEOUT_MS });
	}
}

function workflowPath(workflowId: string): string {
	return `/workflow/${workflowId}`;
}
