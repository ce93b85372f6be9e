import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	ConnectionFailure,
	connectionFailureOf,
	notHttp2,
	type ConnectionFailureKind,
} from '../../../nodes/Apns/delivery/route/ConnectionFailure.ts';

const HOST = 'api.push.apple.com';
const withCode = (code: string) => Object.assign(new Error('the engine says'), { code });

describe('the error of a socket', () => {
	const codes: ReadonlyArray<[string, ConnectionFailureKind]> = [
		['ENOTFOUND', 'dns'],
		['EAI_AGAIN', 'dns'],
		['EAI_FAIL', 'dns'],
		['ECONNREFUSED', 'unreachable'],
		['EHOSTUNREACH', 'unreachable'],
		['ENETUNREACH', 'unreachable'],
		['ETIMEDOUT', 'unreachable'],
		['EACCES', 'unreachable'],
		['', 'unreachable'],
		['SELF_SIGNED_CERT_IN_CHAIN', 'untrusted'],
		['DEPTH_ZERO_SELF_SIGNED_CERT', 'untrusted'],
		['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'untrusted'],
		['UNABLE_TO_GET_ISSUER_CERT', 'untrusted'],
		['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'untrusted'],
		['UNABLE_TO_DECRYPT_CERT_SIGNATURE', 'untrusted'],
		['UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY', 'untrusted'],
		['CERT_HAS_EXPIRED', 'untrusted'],
		['CERT_NOT_YET_VALID', 'untrusted'],
		['CERT_REVOKED', 'untrusted'],
		['CERT_UNTRUSTED', 'untrusted'],
		['CERT_SIGNATURE_FAILURE', 'untrusted'],
		['ERROR_IN_CERT_NOT_AFTER_FIELD', 'untrusted'],
		['PATH_LENGTH_EXCEEDED', 'untrusted'],
		['INVALID_CA', 'untrusted'],
		['INVALID_PURPOSE', 'untrusted'],
		['HOSTNAME_MISMATCH', 'untrusted'],
		['UNSPECIFIED', 'untrusted'],
		['ERR_TLS_CERT_ALTNAME_INVALID', 'untrusted'],
		['ERR_SSL_WRONG_VERSION_NUMBER', 'tls'],
		['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'tls'],
		['ERR_TLS_HANDSHAKE_TIMEOUT', 'tls'],
		['EPROTO', 'tls'],
		['ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE', 'refusedCertificate'],
		['ERR_SSL_SSLV3_ALERT_CERTIFICATE_REVOKED', 'refusedCertificate'],
		['ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED', 'refusedCertificate'],
		['ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN', 'refusedCertificate'],
		['ERR_SSL_SSLV3_ALERT_UNSUPPORTED_CERTIFICATE', 'refusedCertificate'],
		['ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', 'refusedCertificate'],
		['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'refusedCertificate'],
		['ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL', 'notHttp2'],
		['ERR_SSL_NO_APPLICATION_PROTOCOL', 'notHttp2'],
		['ECONNRESET', 'lost'],
		['EPIPE', 'lost'],
	];

	it.each(codes)('%s is told as %s, with the host and the way out', (code, kind) => {
		const error = withCode(code);
		const failure = connectionFailureOf(error, HOST);
		expect(failure).toBeInstanceOf(ConnectionFailure);
		expect(failure.kind).toBe(kind);
		expect(failure.message).toContain(HOST);
		expect(failure.message).not.toContain('the engine says');
		expect(failure.cause).toBe(error);
	});

	it('names what is wrong with a certificate', () => {
		expect(connectionFailureOf(withCode('CERT_HAS_EXPIRED'), HOST).message).toContain(
			'CERT_HAS_EXPIRED',
		);
	});

	it('that has been told already stays as it is', () => {
		const failure = notHttp2(HOST);
		expect(connectionFailureOf(failure, 'another host')).toBe(failure);
		expect(failure.kind).toBe('notHttp2');
		expect(failure.cause).toBeUndefined();
	});

	it('of several addresses is told by their common code', () => {
		const all = Object.assign(new AggregateError([withCode('ECONNREFUSED')]), {
			code: 'ECONNREFUSED',
		});
		expect(connectionFailureOf(all, HOST).kind).toBe('unreachable');
	});

	it('becomes a failure, whatever was thrown', () => {
		fc.assert(
			fc.property(fc.oneof(fc.anything(), fc.record({ code: fc.string() })), (thrown) => {
				const failure = connectionFailureOf(thrown, HOST);
				expect(failure).toBeInstanceOf(ConnectionFailure);
				expect(failure.message).toContain(HOST);
			}),
		);
	});
});
