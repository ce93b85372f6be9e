import { Stage } from './demo/Stage.ts';
import { measureCanvas } from './browser/measureCanvas.ts';
import { layoutFaults } from './browser/layoutFaults.ts';
import { startChromium } from './browser/chromium.ts';
import { Editor } from './browser/Editor.ts';
import { signIn } from './browser/signIn.ts';
import { EXAMPLES, readExample } from './examples/readExample.ts';
const stage = await Stage.start();
const browser = await startChromium();
try {
	const context = await signIn(browser, stage.n8n.url, { viewport: { width: 2600, height: 2000 } });
	let editor: Editor | undefined;
	for (const name of process.argv[2] ? process.argv[2].split(',') : EXAMPLES) {
		const id = await stage.n8n.importWorkflow(readExample(name), stage.credential);
		editor = await Editor.open(context, stage.n8n.url, id);
		await editor.page.waitForTimeout(1500);
		await editor.page.getByTestId('zoom-to-fit').click();
		await editor.page.mouse.move(0, 0);
		await editor.page.waitForTimeout(800);
		console.log(name, layoutFaults(await measureCanvas(editor.page)));
		await editor.page.screenshot({ path: `/tmp/w/ex17/${name}.png` });
		if (process.argv[3]) console.log(await editor.page.locator('.vue-flow').evaluate((el: any) => el.outerHTML.slice(0, 60000)));
		await editor.close();
	}
} finally {
	await browser.close();
	await stage.stop();
}
