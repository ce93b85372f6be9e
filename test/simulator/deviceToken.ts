import { hash } from 'node:crypto';

/** A device token (64 hexadecimal characters) that is always the same for the same name. */
export function deviceToken(name: string | number): string {
	return hash('sha256', `device ${name}`);
}
