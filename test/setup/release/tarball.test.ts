import { expect, it } from 'vitest';
import { strangersAmong } from './tarball.ts';

it('only dist and papers belong into the package', () => {
	const files = ['package.json', 'README.md', 'LICENSE.md', 'dist/nodes/Apns/Apns.node.js'];
	const strangers = ['.env', 'AuthKey.p8', 'test/setup/paths.mjs', 'nodes/Apns/Apns.node.ts'];
	const listed = [...files, ...strangers].map((file) => `package/${file}`);
	expect(strangersAmong(listed)).toEqual(strangers.map((file) => `package/${file}`));
});
