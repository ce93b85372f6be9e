import { wayOf } from '../../delivery/Delivery.ts';
import type { SigningKey } from '../../delivery/identity/ProviderTokenSource.ts';
import type { ApnsTarget } from '../../delivery/route/ApnsTarget.ts';
import type { ApnsCredential } from './ApnsCredential.ts';

/** Members with the same destination and sender: one delivery, with one set of connections and limits. */
export interface Way<T> {
	readonly target: ApnsTarget;
	readonly signingKey: SigningKey | undefined;
	/** In their original order. */
	readonly members: T[];
}

/**
 * Groups members by destination and sender, whichever credentials and environments they come from.
 *
 * @param senderOf the credential and the destination of a member; called once for each
 */
export function groupByWay<T>(
	members: readonly T[],
	senderOf: (member: T) => { credential: ApnsCredential; target: ApnsTarget },
): Way<T>[] {
	const ways = new Map<string, Way<T>>();
	// A credential has one object for each of its targets.
	const known = new Map<ApnsTarget, Way<T>>();
	for (const member of members) {
		const { credential, target } = senderOf(member);
		let way = known.get(target);
		if (way === undefined) {
			const { signingKey } = credential;
			const name = wayOf(target, signingKey);
			way = ways.get(name) ?? { target, signingKey, members: [] };
			ways.set(name, way);
			known.set(target, way);
		}
		way.members.push(member);
	}
	return [...ways.values()];
}
