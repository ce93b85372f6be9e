import { CredentialFieldError } from '../../delivery/identity/CredentialFieldError.ts';
import type { ApnsEnvironment } from '../../delivery/identity/environment.ts';
import {
	ALTERNATIVE_PORT,
	APNS_TARGETS,
	customTarget,
	MANAGEMENT_TARGETS,
	type ApnsTarget,
} from '../../delivery/route/ApnsTarget.ts';
import type { EgressFilter } from '../../delivery/route/egress.ts';
import { SetupError } from '../errors/SetupError.ts';
import type { Fields } from '../parameters/Fields.ts';
import { ENVIRONMENTS, type ApnsCredential, type Environment } from './ApnsCredential.ts';
import { inCredential } from './credentialFields.ts';
import { withProxy } from './withProxy.ts';

const PORTS = ['443', String(ALTERNATIVE_PORT)];

/**
 * The node uses the environment Custom with a credential for Apple's servers. The credential may still contain
 * an old custom address, and a server there would receive a provider token that can send to all apps of the
 * team. The credential itself is valid.
 */
export class NotCustomError extends SetupError {
	constructor(environment: ApnsEnvironment) {
		super(
			`'Environment' is Custom, but the credential is for ${environment}`,
			"Choose a credential whose Environment is Custom, or remove the option 'Environment'.",
		);
	}
}

/** The fields that both credentials have: the destination and the app. @throws {SetupError} */
export function readDestination(
	fields: Fields,
	egress: EgressFilter | undefined,
): Pick<ApnsCredential, 'environment' | 'bundleId' | 'targetFor' | 'managementTargetFor'> {
	const environment = fields.choice('environment', ENVIRONMENTS) ?? 'production';
	const reach = (
		field: 'baseUrl' | 'managementUrl',
		ofApple: (wanted: ApnsEnvironment) => ApnsTarget,
	) =>
		oncePerEnvironment((wanted) => {
			if (wanted === 'custom' && environment !== 'custom') throw new NotCustomError(environment);
			return withProxy(
				wanted === 'custom' ? { ...custom(fields, field), egress } : ofApple(wanted),
				fields.text('proxy')?.trim() ?? '',
				egress,
			);
		});
	return {
		environment,
		bundleId: fields.text('bundleId')?.trim() || undefined,
		targetFor: reach('baseUrl', (wanted) => apple(wanted, fields)),
		managementTargetFor: reach('managementUrl', (wanted) => MANAGEMENT_TARGETS[wanted]),
	};
}

/** Creates the target of each environment when it is first used. */
export function oncePerEnvironment(
	make: (wanted: Environment) => ApnsTarget,
): (wanted: Environment) => ApnsTarget {
	const targets = new Map<Environment, ApnsTarget>();
	return (wanted) => {
		const target = targets.get(wanted) ?? make(wanted);
		targets.set(wanted, target);
		return target;
	};
}

function apple(environment: ApnsEnvironment, fields: Fields): ApnsTarget {
	const target = APNS_TARGETS[environment];
	const port = fields.choice('port', PORTS);
	return port === undefined ? target : { ...target, port: Number(port) };
}

function custom(fields: Fields, field: 'baseUrl' | 'managementUrl'): ApnsTarget {
	const url = fields.text(field) ?? '';
	const caCertificate = fields.text('caCertificate') ?? '';
	try {
		return customTarget(url, caCertificate, field);
	} catch (error) {
		throw inCredential(
			error instanceof CredentialFieldError ? error.field : field,
			error instanceof CredentialFieldError ? error.message : '',
		);
	}
}
