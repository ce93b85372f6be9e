import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { delivery } from '../../delivery/Delivery.ts';
import { probe, type ProbeReport } from '../../delivery/probe.ts';
import { PROVIDER_TOKEN_LIFETIME_SECONDS } from '../../delivery/identity/ProviderTokenSource.ts';
import { getCredential, usesCertificate } from '../credential/authentication.ts';
import { NotCustomError } from '../credential/destination.ts';
import { errorItem, toNodeError } from '../errors/nodeErrors.ts';
import { UnsuitableNodeError } from '../credential/nodeVersion.ts';
import {
	connectionOptionsParameter,
	readRequestTimeoutMs,
} from '../parameters/options.parameters.ts';
import { labelsOf } from '../parameters/labelsOf.ts';
import { ParameterReader } from '../parameters/ParameterReader.ts';
import { SetupError } from '../errors/SetupError.ts';
import { shownFor } from '../parameters/shownFor.ts';
import { certificateReport } from './certificateReport.ts';
import type { Diagnosis } from './diagnose.ts';
import { diagnoseCredential, probeTopicOf } from './diagnoseCredential.ts';
import {
	ENVIRONMENTS,
	type ApnsCredential,
	type Environment,
} from '../credential/ApnsCredential.ts';

const properties = [connectionOptionsParameter];
const labels = labelsOf(properties);

/** The parameters of Check Health. */
export const description = shownFor('connection', 'health', properties);

/** If no token could be created. */
const NO_TOKEN = { valid: false, keyId: null, teamId: null, issuedAt: null, expiresAt: null };

/** The values of the parameters. */
interface Settings {
	readonly environment: Environment | undefined;
	readonly timeoutMs: number;
}

/**
 * Returns one item that says whether notifications can be sent now. An unhealthy connection is a result, so
 * that a scheduled workflow can branch on it. An unusable parameter is an error, because nothing was checked.
 */
export async function execute(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	if (context.getInputData().length === 0) return [[]];
	try {
		const settings = readSettings(context);
		return [[{ json: await report(context, settings), pairedItem: { item: 0 } }]];
	} catch (error) {
		if (context.continueOnFail()) return [[errorItem(error, 0)]];
		throw toNodeError(context, error, 0);
	}
}

function readSettings(context: IExecuteFunctions): Settings {
	const options = new ParameterReader(context, labels).fieldsOf(0).collection('options');
	return {
		environment: options.choice('environment', ENVIRONMENTS),
		timeoutMs: readRequestTimeoutMs(options),
	};
}

async function report(
	context: IExecuteFunctions,
	{ environment: override, timeoutMs }: Settings,
): Promise<IDataObject> {
	const checkedAt = new Date().toISOString();
	let environment = override;
	try {
		const credential = await getCredential(context);
		environment ??= credential.environment;
		const target = credential.targetFor(environment);
		const found = await probe(
			target,
			credential.signingKey && delivery.tokensFor(credential.signingKey),
			probeTopicOf(credential),
			timeoutMs,
		);
		const { clientCertificate } = credential;
		const nowMs = Date.now();
		return {
			...reportOf(diagnoseCredential(found, credential, nowMs)),
			environment,
			bundleId: credential.bundleId ?? null,
			host: target.host,
			proxy: target.proxy?.address ?? null,
			providerToken: providerTokenOf(credential, found),
			certificate: clientCertificate ? certificateReport(clientCertificate, nowMs) : null,
			connection: found.connection,
			checkedAt,
		};
	} catch (error) {
		if (error instanceof NotCustomError) throw error;
		return {
			...reportOf(unusable(error)),
			environment: environment ?? null,
			bundleId: null,
			host: null,
			proxy: null,
			providerToken: usesCertificate(context) ? null : NO_TOKEN,
			certificate: null,
			connection: null,
			checkedAt,
		};
	}
}

function reportOf({ status, message, credentials }: Diagnosis): IDataObject {
	return { status, message, credentials: { ...credentials } };
}

function unusable(error: unknown): Diagnosis {
	const message =
		error instanceof SetupError
			? error.fullText
			: error instanceof Error
				? error.message
				: String(error);
	const valid = error instanceof UnsuitableNodeError ? null : false;
	return { status: 'unhealthy', message, credentials: { valid, reason: null } };
}

function providerTokenOf(
	{ signingKey }: ApnsCredential,
	{ answer, providerToken }: ProbeReport,
): IDataObject | null {
	if (signingKey === undefined || providerToken === undefined) return null;
	const { issuedAtSeconds } = providerToken;
	return {
		valid: answer !== undefined && answer.status !== 403,
		keyId: signingKey.keyId,
		teamId: signingKey.teamId,
		issuedAt: isoOf(issuedAtSeconds),
		expiresAt: isoOf(issuedAtSeconds + PROVIDER_TOKEN_LIFETIME_SECONDS),
	};
}

function isoOf(unixSeconds: number): string {
	return new Date(unixSeconds * 1000).toISOString();
}
