/**
 * Loaded into n8n before anything else (`--require`): redirects connections to Apple's hosts to the simulators
 * of a test, on this machine or on APNS_TEST_HOST. It changes only the destination of the TCP connection; the
 * host name for TLS and for checking the certificate stays Apple's.
 */
'use strict';

const tls = require('node:tls');

/** `{"api.push.apple.com": 40001}` */
const ports = JSON.parse(process.env.APNS_TEST_PORTS);
const host = process.env.APNS_TEST_HOST ?? '127.0.0.1';
const { connect } = tls;

tls.connect = function (options, ...rest) {
	const port = ports[options?.host];
	return port === undefined || options.port !== 443
		? connect.call(this, options, ...rest)
		: connect.call(this, { ...options, host, port }, ...rest);
};
