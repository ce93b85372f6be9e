/**
 * `npm test [-- <files>]` runs everything, `npm run test:fast` what needs no n8n. The last line is always
 * `N passed, N failed`. The lines before it name what was not run, with the reason.
 */
import { olderN8n } from './olderN8n.mjs';
import { prepare } from './prepare.mjs';
import { finish, NOTHING_RAN, vitest } from './vitest.mjs';

const args = process.argv.slice(2);
const fast = args.includes('--fast');
const chosen = args.filter((argument) => argument !== '--fast');

if (fast) {
	console.log(
		'Not run: test/engine and test/e2e, which need an installed n8n. "npm test" runs them.',
	);
} else {
	try {
		await prepare();
		process.env.OLDER_N8N_FOLDER = await olderN8n();
	} catch (error) {
		console.error(error.message);
		finish(NOTHING_RAN);
	}
}
finish(await vitest(process.execPath, [...(fast ? ['--project', 'fast'] : []), ...chosen]));
