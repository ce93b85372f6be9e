import { SignJWT, importPKCS8 } from 'jose';

/** The claims of a provider token; the defaults are valid. */
export interface TokenClaims {
	teamId: string;
	keyId: string;
	/** PKCS#8 PEM. */
	privateKey: string;
	issuedAtMs?: number;
}

/** Signs a provider token as a client would. */
export async function signProviderToken(claims: TokenClaims): Promise<string> {
	const { teamId, keyId, privateKey, issuedAtMs = Date.now() } = claims;
	return await new SignJWT()
		.setProtectedHeader({ alg: 'ES256', kid: keyId })
		.setIssuer(teamId)
		.setIssuedAt(Math.floor(issuedAtMs / 1000))
		.sign(await importPKCS8(privateKey, 'ES256'));
}
