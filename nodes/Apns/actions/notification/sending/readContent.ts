import type { ApnsEnvironment } from '../../../delivery/identity/environment.ts';
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
 * What to send and how: a draft with the options of its delivery.
 *
 * @param own the environment of the token, if it has one of its own
 * @throws {SetupError} also if the credential cannot be used for the environment
 */
export function readContent(
	draft: NotificationDraft,
	options: Fields,
	credential: ApnsCredential,
	audience: Audience,
	own?: ApnsEnvironment,
): Content {
	const rules = audience.rulesOf(draft.pushType);
	const { environment, otherEnvironment } = options.once(`environments ${own ?? ''}`, () =>
		readEnvironments(options, credential, own),
	);
	return {
		notification: buildNotification(draft, credential, environment, rules),
		audience,
		credential,
		topic: topicOf(draft, rules),
		policy: options.once('policy', () => readPolicy(options)),
		environment,
		otherEnvironment: rules.isProductionOnly ? undefined : otherEnvironment,
	};
}

function readEnvironments(
	options: Fields,
	credential: ApnsCredential,
	own: ApnsEnvironment | undefined,
): Pick<Content, 'environment' | 'otherEnvironment'> {
	const environment = own ?? options.choice('environment', ENVIRONMENTS) ?? credential.environment;
	const other = readTriesOtherEnvironment(options) ? otherEnvironment(environment) : undefined;
	// Reports an environment without a usable address before anything is sent.
	for (const one of [environment, other]) if (one !== undefined) credential.targetFor(one);
	return { environment, otherEnvironment: other };
}
