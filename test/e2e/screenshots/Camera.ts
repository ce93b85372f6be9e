import type { Locator, Page } from 'playwright-core';
import type { Editor } from '../browser/Editor.ts';
import { around, inset, rectangles, type Rectangle } from './Rectangle.ts';

/** n8n animates what it opens, and nothing says when the animation has ended. */
const ANIMATION_MS = 1_000;

/** Elements that float over the workflow or the panel and would cover it, and the dots of the canvas. */
const WITHOUT_CLUTTER = `
	.el-notification, [data-test-id="canvas-background"], [data-test-id="canvas-controls"],
	[data-test-id="canvas-handle-plus-wrapper"], [data-test-id^="execute-workflow-button"],
	[data-test-id="floating-node"], [class*="executionButtons"] { visibility: hidden !important; }
`;

/** Around the workflow, in CSS pixels. A node's name is shown below its box and may be wider. */
const CANVAS_MARGIN = { side: 20, top: 16, bottom: 48 };

/** How much to cut off a panel's edges so that nothing behind its round corners is visible. */
const CORNER = 4;

/** Of the window, for each picture: the panels grow with it. */
const VIEWPORT = {
	node: { width: 1440, height: 742 },
	output: { width: 1440, height: 500 },
	credential: { width: 1280, height: 1000 },
};

/** Takes pictures of the relevant parts of an editor. */
export class Camera {
	readonly #editor: Editor;
	readonly #page: Page;

	constructor(editor: Editor) {
		this.#editor = editor;
		this.#page = editor.page;
	}

	/** The part of the workflow that is in the window. */
	async takeCanvas(file: string): Promise<void> {
		await this.#settle();
		const nodes = await rectangles(this.#page.locator('.vue-flow__node'));
		await this.#take(file, around(nodes, CANVAS_MARGIN));
	}

	/**
	 * A node's panel with its parameters and its output. The input is left out, because it belongs to another
	 * node.
	 */
	async takeNode(name: string, file: string): Promise<void> {
		await this.#page.setViewportSize(VIEWPORT.node);
		await this.#settle();
		const panel = await this.#editor.openNode(name);
		await panel.showOutputAs('json');
		await this.#settle();
		const [left, right] = await rectangles(panel.parameters, panel.output);
		if (left === undefined || right === undefined) throw new Error('The panel did not open.');
		await this.#take(file, inset({ ...right, x: left.x, width: left.width + right.width }, CORNER));
	}

	/** A node's panel, without its input and output. */
	async takeParameters(name: string, file: string): Promise<void> {
		await this.#page.setViewportSize(VIEWPORT.node);
		await this.#settle();
		const panel = await this.#editor.openNode(name);
		await this.#settle();
		const [parameters] = await rectangles(panel.parameters);
		if (parameters === undefined) throw new Error('The panel did not open.');
		await this.#take(file, inset(parameters, CORNER));
	}

	/** The items at one of the outputs of a node, counted from 0, as a table. */
	async takeOutput(name: string, output: number, file: string): Promise<void> {
		await this.#page.setViewportSize(VIEWPORT.output);
		await this.#settle();
		const panel = await this.#editor.openNode(name);
		await panel.showOutputAs('table');
		await panel.output.getByTestId(`tab-${output}`).click();
		await this.#dragToTheLeft(this.#page.getByTestId('panel-drag-button'));
		await this.#settle();
		const [clip] = await rectangles(panel.output);
		if (clip === undefined) throw new Error('The panel did not open.');
		await this.#take(file, inset(clip, CORNER));
	}

	/** The credential of the open node, after a successful test. */
	async takeCredential(file: string): Promise<void> {
		await this.#page.setViewportSize(VIEWPORT.credential);
		await this.#page.getByTestId('credential-edit-button').click();
		const tested = this.#page.getByTestId('credentials-config-container-test-success');
		await tested.waitFor();
		await this.#settle();
		const [dialog] = await rectangles(this.#page.getByTestId('editCredential-modal'));
		if (dialog === undefined) throw new Error('The credential did not open.');
		await this.#take(file, inset(dialog, CORNER));
	}

	async #dragToTheLeft(handle: Locator): Promise<void> {
		const [from] = await rectangles(handle);
		if (from === undefined) throw new Error('Nothing to drag the panel by.');
		const y = from.y + from.height / 2;
		await this.#page.mouse.move(from.x + from.width / 2, y);
		await this.#page.mouse.down();
		await this.#page.mouse.move(0, y, { steps: 10 });
		await this.#page.mouse.up();
	}

	/** Waits until nothing moves, with the pointer in a place without effect. */
	async #settle(): Promise<void> {
		await this.#page.mouse.move(0, 0);
		await this.#page.waitForTimeout(ANIMATION_MS);
	}

	async #take(path: string, clip: Rectangle): Promise<void> {
		await this.#page.screenshot({ path, clip, style: WITHOUT_CLUTTER });
	}
}
