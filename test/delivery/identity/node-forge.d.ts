// What the tests use of node-forge besides nodes/Apns/delivery/identity/formats/node-forge.d.ts.

declare module 'node-forge/lib/pkcs12.js' {
	const pkcs12: {
		generateKey(
			password: string,
			salt: ForgeBuffer,
			id: number,
			iterations: number,
			bytes: number,
		): ForgeBuffer;
	};
	export default pkcs12;
}
