import { installedFromLock } from '../setup/installedFromLock.mjs';

/** The folder of the installed peers, outside the checkout: they are only for comparison. */
export async function peers() {
	return await installedFromLock(
		'bench-peers',
		import.meta.dirname,
		'the libraries to compare with',
	);
}
