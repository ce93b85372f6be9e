/** Files in the package other than `dist/`, which npm always adds. */
const PAPERS = ['LICENSE.md', 'README.md', 'package.json'];

/** The maximum size of the published tarball, in bytes. */
export const MAX_PACKED_BYTES = 300_000;

/** The files of the tarball (`package/…`, as tar lists them) that do not belong in the package. */
export function strangersAmong(files: readonly string[]): string[] {
	return files.filter((file) => {
		const path = file.replace(/^package\//, '');
		return !path.startsWith('dist/') && !PAPERS.includes(path);
	});
}
