import { afterAll, afterEach, beforeAll, describe } from 'vitest';
import { needsChromium } from './chromium.ts';
import { credentialDialogTests } from './credentialDialogTests.ts';
import { EditorStage } from './EditorStage.ts';
import { hintTests } from './hintTests.ts';
import { iconTests } from './iconTests.ts';
import { nodeCreatorTests } from './nodeCreatorTests.ts';
import { nodePanelTests } from './nodePanelTests.ts';
import { questionTests } from './questionTests.ts';
import { splitOutputsTests } from './splitOutputsTests.ts';

// One file for all: n8n and the browser start once.
describe("In n8n's editor", needsChromium(), () => {
	let stage: EditorStage;

	beforeAll(async () => {
		stage = await EditorStage.start();
	});

	afterEach(async ({ task }) => {
		if (task.result?.state === 'fail') await stage.closeEditor();
	});

	afterAll(async () => {
		await stage?.stop();
	});

	const onStage = () => stage;
	nodeCreatorTests(onStage);
	nodePanelTests(onStage);
	splitOutputsTests(onStage);
	questionTests(onStage);
	hintTests(onStage);
	credentialDialogTests(onStage);
	iconTests(onStage);
});
