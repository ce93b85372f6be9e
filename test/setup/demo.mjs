/** `npm run demo [-- --once]`: prepares the demo, then runs it in this process. */
import { prepare } from './prepare.mjs';

try {
	await prepare();
} catch (error) {
	console.error(error.message);
	process.exit(1);
}
await import('../e2e/demo.ts');
