import { installOnce } from '../setup/installOnce.mjs';

/** The folder in which the peers are installed, outside the checkout: they are compared with, not used. */
export async function peers() {
	return installOnce(
		'Installing the libraries to compare with',
		import.meta.dirname,
		'bench-peers',
	);
}
