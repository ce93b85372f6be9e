/** `npm run screenshots`: prepares what the README's pictures need, then takes them in this process. */
import { prepare } from '../../setup/prepare.mjs';
import { chromiumExecutable } from '../browser/chromium.ts';

try {
	// First, because everything else takes minutes if n8n is not yet installed.
	chromiumExecutable();
	await prepare();
} catch (error) {
	console.error(error.message);
	process.exit(1);
}
await import('./main.ts');
