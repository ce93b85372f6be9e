import { topicOf, type NotificationDraft } from '../../../notification/Notification.ts';
import {
	ENVIRONMENTS,
	otherEnvironment,
	type ApnsCredential,
} from '../../credential/ApnsCredential.ts';
import type { Fields } from '../../parameters/Fields.ts';
import type { Audience } from '../Audience.ts';
import { buildNotification } from '../reading/buildNotification.ts';
import { readPolicy, readTriesOtherEnvironment } from '../reading/readOptions.ts';
import type { Content } from '../Task.ts';

/**
 * What is sent, and how: a draft with the options of its delivery.
 *
 * @throws {SetupError} also where the credential cannot be used for the environment
 */
export function readContent(
	draft: NotificationDraft,
	options: Fields,
	credential: ApnsCredential,
	audience: Audience,
): Content {
	const rules = audience.rulesOf(draft.pushType);
	return {
		notification: buildNotification(draft, credential, rules),
		audience,
		credential,
		topic: topicOf(draft, rules),
		policy: options.once('policy', () => readPolicy(options)),
		...options.once('environments', () => readEnvironments(options, credential)),
	};
}

function readEnvironments(
	options: Fields,
	credential: ApnsCredential,
): Pick<Content, 'environment' | 'otherEnvironment'> {
	const environment = options.choice('environment', ENVIRONMENTS) ?? credential.environment;
	const other = readTriesOtherEnvironment(options) ? otherEnvironment(environment) : undefined;
	// What cannot be reached for lack of a proper address shall be told before anything is sent.
	for (const one of [environment, other]) if (one !== undefined) credential.targetFor(one);
	return { environment, otherEnvironment: other };
}
