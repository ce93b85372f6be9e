/** What is in the package besides `dist/`: what npm always adds. */
const PAPERS = ['LICENSE.md', 'README.md', 'package.json'];

/** The largest tarball that is published, in bytes. */
export const MAX_PACKED_BYTES = 300_000;

/** Those of the tarball's files (`package/…`, as tar lists them) that do not belong into the package. */
export function strangersAmong(files: readonly string[]): string[] {
	return files.filter((file) => {
		const path = file.replace(/^package\//, '');
		return !path.startsWith('dist/') && !PAPERS.includes(path);
	});
}
