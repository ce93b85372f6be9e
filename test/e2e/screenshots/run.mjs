/** `npm run screenshots`: prepares what the README's pictures need, then takes them in this process. */
import { prepare } from '../../setup/prepare.mjs';
import { chromiumExecutable } from '../browser/chromium.ts';

try {
	// First: everything else takes minutes where n8n is not installed yet.
	chromiumExecutable();
	await prepare();
} catch (error) {
	console.error(error.message);
	process.exit(1);
}
await import('./main.ts');
