import { selectors, type Browser, type Locator, type Page } from 'playwright-core';
import { OWNER } from '../N8nRest.ts';
import { until } from '../until.ts';

/** The first page of a new n8n takes long. */
const FIRST_PAGE_TIMEOUT_MS = 60_000;

const LISTEN_TIMEOUT_MS = 10_000;

/** n8n fades and slides what it opens; nothing tells when that is over. */
const ANIMATION_MS = 1_000;

/** What floats over the workflow or the panel and would hide what is under it; and the canvas's dots. */
const WITHOUT_CLUTTER = `
	.el-notification, [data-test-id="canvas-background"], [data-test-id="canvas-controls"],
	[data-test-id="canvas-handle-plus-wrapper"], [data-test-id^="execute-workflow-button"],
	[data-test-id="floating-node"] { visibility: hidden !important; }
`;

/** Around the workflow, in CSS pixels. A node's name stands below its box, and may be wider. */
const MARGIN = { side: 20, top: 16, bottom: 48 };

/** What has to go of a panel's edges so that nothing behind its round corners is seen. */
const CORNER = 4;

/** Of the window, for each picture: the panels grow with it. */
const VIEWPORT = {
	canvas: { width: 1280, height: 860 },
	node: { width: 1440, height: 816 },
	credential: { width: 1280, height: 1000 },
};

interface Rectangle {
	x: number;
	y: number;
	width: number;
	height: number;
}

/** n8n's editor in a browser, with a workflow open, as its owner sees it. */
export class Editor {
	readonly #page: Page;

	private constructor(page: Page) {
		this.#page = page;
	}

	/** Signs in and opens a workflow. */
	static async open(browser: Browser, url: string, workflowId: string): Promise<Editor> {
		selectors.setTestIdAttribute('data-test-id');
		const context = await browser.newContext({
			viewport: VIEWPORT.canvas,
			deviceScaleFactor: 1.25,
			locale: 'en-US',
		});
		await context.request.post(`${url}/rest/login`, {
			data: { emailOrLdapLoginId: OWNER.email, password: OWNER.password },
		});
		const page = await context.newPage();
		await page.goto(`${url}/workflow/${workflowId}`);
		await page.getByTestId('canvas-node').first().waitFor({ timeout: FIRST_PAGE_TIMEOUT_MS });
		return new Editor(page);
	}

	/**
	 * Presses "Execute workflow" beside a webhook, calls it until it listens, and waits until this node has
	 * ended well.
	 */
	async run(trigger: string, lastNode: string, call: () => Promise<boolean>): Promise<void> {
		await this.#node(trigger).hover();
		await this.#page.getByTestId(`execute-workflow-button-${trigger}`).click();
		await until(
			'The webhook listening',
			LISTEN_TIMEOUT_MS,
			async () => (await call()) || undefined,
		);
		await this.#node(lastNode).getByTestId('canvas-node-status-success').waitFor();
	}

	/** The workflow, without what floats over it. */
	async pictureOfCanvas(file: string): Promise<void> {
		await this.#page.mouse.move(0, 0);
		await this.#settled();
		const nodes = await rectangles(this.#page.locator('.vue-flow__node'));
		await this.#picture(file, around(nodes));
	}

	/** A node's panel with its parameters and its output. The input is left out: it is another node's. */
	async pictureOfNode(name: string, file: string): Promise<void> {
		await this.#page.setViewportSize(VIEWPORT.node);
		await this.#settled();
		await this.#node(name).dblclick();
		const output = this.#page.getByTestId('output-panel');
		await output.getByTestId('radio-button-json').click();
		await this.#page.mouse.move(0, 0);
		await this.#settled();
		const parameters = this.#page.getByTestId('node-parameters');
		const [left, right] = await rectangles(parameters, output);
		if (left === undefined || right === undefined) throw new Error('The panel did not open.');
		const panel = { ...right, x: left.x, width: left.width + right.width };
		await this.#picture(file, inset(panel, CORNER));
	}

	/** The credential of the node that is open, whose test has succeeded. */
	async pictureOfCredential(file: string): Promise<void> {
		await this.#page.setViewportSize(VIEWPORT.credential);
		await this.#page.getByTestId('credential-edit-button').click();
		const tested = this.#page.getByTestId('credentials-config-container-test-success');
		await tested.waitFor();
		await this.#settled();
		const [dialog] = await rectangles(this.#page.getByTestId('editCredential-modal'));
		if (dialog === undefined) throw new Error('The credential did not open.');
		await this.#picture(file, inset(dialog, CORNER));
	}

	#node(name: string): Locator {
		return this.#page.locator(`[data-test-id=canvas-node][data-node-name="${name}"]`);
	}

	async #settled(): Promise<void> {
		await this.#page.waitForTimeout(ANIMATION_MS);
	}

	async #picture(path: string, clip: Rectangle): Promise<void> {
		await this.#page.screenshot({ path, clip, style: WITHOUT_CLUTTER });
	}
}

async function rectangles(...locators: Locator[]): Promise<Rectangle[]> {
	const all = (await Promise.all(locators.map(async (locator) => await locator.all()))).flat();
	const boxes = await Promise.all(all.map(async (locator) => await locator.boundingBox()));
	return boxes.filter((box) => box !== null);
}

function inset({ x, y, width, height }: Rectangle, by: number): Rectangle {
	return { x: x + by, y: y + by, width: width - 2 * by, height: height - 2 * by };
}

function around(parts: readonly Rectangle[]): Rectangle {
	const x = Math.min(...parts.map((part) => part.x)) - MARGIN.side;
	const y = Math.min(...parts.map((part) => part.y)) - MARGIN.top;
	const right = Math.max(...parts.map((part) => part.x + part.width)) + MARGIN.side;
	const bottom = Math.max(...parts.map((part) => part.y + part.height)) + MARGIN.bottom;
	return { x, y, width: right - x, height: bottom - y };
}
