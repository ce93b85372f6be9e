import { installedFromLock } from '../setup/installedFromLock.mjs';

/** The folder in which the peers are installed, outside the checkout: they are compared with, not used. */
export async function peers() {
	return await installedFromLock(
		'bench-peers',
		import.meta.dirname,
		'the libraries to compare with',
	);
}
