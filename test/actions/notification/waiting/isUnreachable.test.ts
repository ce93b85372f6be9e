import { describe, expect, it } from 'vitest';
import { isUnreachable } from '../../../../nodes/Apns/actions/notification/waiting/isUnreachable.ts';

describe('an address', () => {
	it.each([
		'http://n8n.example.com/webhook-waiting/1',
		'https://localhost/',
		'https://127.0.0.1/',
		'https://10.1.2.3/',
		'https://172.16.0.1/',
		'https://172.31.255.1:5678/',
		'https://192.168.1.10/',
		'https://169.254.1.1/',
		'https://100.64.0.1/',
		'https://0.0.0.0/',
		'https://[::1]/',
		'https://[fd00::1]/',
		'https://[fe80::1]/',
		'https://n8n/',
		'https://n8n.local/',
		'https://n8n.internal/',
		'https://n8n.home.arpa/',
		'https://n8n.localhost/',
	])('that no phone reaches: %s', (address) => {
		expect(isUnreachable(address)).toBe(true);
	});

	it.each([
		'https://n8n.example.com/webhook-waiting/1?signature=1',
		'https://acme.app.n8n.cloud:8443/',
		'https://172.32.0.1/',
		'https://100.128.0.1/',
		'https://11.0.0.1/',
		'https://[2001:db8::1]/',
		'https://local.example/',
	])('that a phone can reach: %s', (address) => {
		expect(isUnreachable(address)).toBe(false);
	});
});
