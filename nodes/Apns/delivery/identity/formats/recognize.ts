import { integerOf, readDer, TAGS } from './der.ts';
import { BASE64 } from './pasted.ts';

/** What DER contains, judged by its outermost parts only: nothing is computed, whatever numbers are in it. */
export type Kind =
	/** PrivateKeyInfo (RFC 5208 §5). */
	| 'pkcs8'
	/** EncryptedPrivateKeyInfo (RFC 5208 §6). */
	| 'encryptedKey'
	/** RSAPrivateKey (RFC 8017 §A.1.2). */
	| 'pkcs1'
	/** ECPrivateKey (RFC 5915 §3). */
	| 'sec1'
	/** SubjectPublicKeyInfo (RFC 5280 §4.1), or RSAPublicKey (RFC 8017 §A.1.1). */
	| 'publicKey'
	/** RFC 5280 §4.1. */
	| 'certificate'
	/** RFC 2986 §4.2. */
	| 'request'
	/** PFX (RFC 7292 §4). */
	| 'pkcs12';

/** Patterns of the parts' tags, in hexadecimal. */
const SHAPES: ReadonlyArray<readonly [RegExp, Kind]> = [
	[/^2 30 4\b/, 'pkcs8'],
	[/^30 4$/, 'encryptedKey'],
	[/^2( 2){8}$/, 'pkcs1'],
	[/^2 4\b/, 'sec1'],
	[/^(30 3|2 2)$/, 'publicKey'],
	[/^30 30 3$/, 'certificate'],
	[/^2 30( 30)?$/, 'pkcs12'],
];

/** RFC 7292 §4. */
const PFX_VERSION = 3;

/** Recognizes DER; undefined for anything else, or if it is cut off. */
export function kindOf(der: Buffer): Kind | undefined {
	const [whole] = readDer(der);
	if (whole?.tag !== TAGS.sequence) return undefined;
	const parts = readDer(whole.content);
	const kind = SHAPES.find(([shape]) => shape.test(tagsOf(parts)))?.[1];
	if (kind === 'pkcs12' && integerOf(parts[0]) !== PFX_VERSION) return undefined;
	// A request has the subject's key where a certificate has its issuer, and no dates.
	const isRequest =
		kind === 'certificate' && /^2 30 30 a0$/.test(tagsOf(readDer(parts[0]?.content)));
	return isRequest ? 'request' : kind;
}

function tagsOf(parts: ReturnType<typeof readDer>): string {
	return parts
		.slice(0, 10)
		.map(({ tag }) => tag.toString(16))
		.join(' ');
}

const PATH =
	/^(file:|~[\\/]|\.{0,2}\/|\.{1,2}\\|[A-Za-z]:[\\/]|\\\\)|\.(p8|p12|pfx|pem|cer|crt|der|key|csr|txt)$/i;

/** Longer than any path that users enter. */
const MAX_PATH_CHARACTERS = 1_000;

/** Base64 can start with a slash, but keys and certificates start with `M`. */
const MAX_BASE64_LIKE_PATH_CHARACTERS = 60;

/** The message for text that is a path; undefined for other text. */
export function pathIn(pasted: string): string | undefined {
	const text =
		pasted.length > MAX_PATH_CHARACTERS ? '' : pasted.replace(/^[\s"'`]+|[\s"'`]+$/g, '');
	if (!PATH.test(text) || /[\r\n]/.test(text)) return undefined;
	if (BASE64.test(text) && text.length > MAX_BASE64_LIKE_PATH_CHARACTERS) return undefined;
	return 'This is the name or path of a file, not its content.';
}
