/**
 * Loaded into n8n before anything else (`--require`): what goes to Apple's hosts goes to the simulators
 * of a test. Only where the TCP connection leads is changed; the host name that TLS asks for and checks
 * the certificate against stays Apple's.
 */
'use strict';

const tls = require('node:tls');

/** `{"api.push.apple.com": 40001}` */
const ports = JSON.parse(process.env.APNS_TEST_PORTS);
const { connect } = tls;

tls.connect = function (options, ...rest) {
	const port = ports[options?.host];
	return port === undefined || options.port !== 443
		? connect.call(this, options, ...rest)
		: connect.call(this, { ...options, host: '127.0.0.1', port }, ...rest);
};
