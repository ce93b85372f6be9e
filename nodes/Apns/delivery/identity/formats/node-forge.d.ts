/** The parts of node-forge that are used. Bytes are characters of Latin-1. */
interface ForgeBuffer {
	getBytes(): string;
}

interface ForgeCipher {
	readonly output: ForgeBuffer;
	start(vector: string): void;
	update(input: ForgeBuffer): void;
	finish(pad: () => boolean): boolean;
}

declare module 'node-forge/lib/des.js' {
	const des: { createDecryptionCipher(key: string): ForgeCipher };
	export default des;
}

declare module 'node-forge/lib/rc2.js' {
	const rc2: {
		createDecryptionCipher(key: string, effectiveBits: number): ForgeCipher;
		createEncryptionCipher(key: string | ForgeBuffer, effectiveBits: number): ForgeCipher;
	};
	export default rc2;
}

declare module 'node-forge/lib/util.js' {
	const util: { createBuffer(bytes: string): ForgeBuffer };
	export default util;
}
