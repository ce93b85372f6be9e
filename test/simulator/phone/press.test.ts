import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { sharedIdentity } from '../testkit/simulatorForTests.ts';
import { WebhookServer } from '../testkit/WebhookServer.ts';
import { press } from './press.ts';

test('a button is a POST without a body, from an iPhone', async () => {
	const webhook = await WebhookServer.start();
	expect(await press(webhook.url('approve'))).toEqual({ status: 200, body: '{"recorded":true}' });
	const [call] = webhook.calls;
	expect(call).toMatchObject({
		method: 'POST',
		path: '/webhook-waiting/7/node?approve=true&signature=5ec7e7',
		headers: { 'content-length': '0' },
		body: '',
	});
	expect(call?.headers['user-agent']).toMatch(/^YourApp\/1 CFNetwork\/[\d.]+ Darwin\/[\d.]+$/);
	expect(call?.headers).not.toHaveProperty('content-type');
});

test('text is sent as JSON', async () => {
	const webhook = await WebhookServer.start();
	await press(webhook.url('respond'), { text: 'Tschüß 👋' });
	const [call] = webhook.calls;
	expect(JSON.parse(call?.body ?? '')).toEqual({ text: 'Tschüß 👋' });
	expect(call?.headers).toMatchObject({ 'content-type': 'application/json' });
});

test('a refusal is told as it is', async () => {
	const webhook = await WebhookServer.start();
	webhook.answers.push([401, '<title>Invalid Form Link</title>']);
	const refused = { status: 401, body: '<title>Invalid Form Link</title>' };
	expect(await press(webhook.url('approve'))).toEqual(refused);
});

test('every address of this machine may be called, by HTTPS with any certificate, too', async () => {
	const webhook = await WebhookServer.start();
	const { port } = new URL(webhook.baseUrl);
	for (const host of ['localhost', '127.1', 'user@127.0.0.1']) {
		expect(await press(`http://${host}:${port}/`), host).toMatchObject({ status: 200 });
	}
	// If there is IPv6, nothing listens there.
	await expect(press(`http://[::1]:${port}/`)).rejects.toThrow(/^connect E/);
	const secure = await WebhookServer.start((await sharedIdentity()).untrustedServer);
	expect(await press(secure.url('approve'))).toMatchObject({ status: 200 });
});

test.each([
	['http://127.0.0.1.example.com:PORT/?signature=5ec7e7', '127.0.0.1.example.com:PORT is not'],
	['http://localhost@example.com:PORT/?signature=5ec7e7', 'example.com:PORT is not this machine.'],
	['https://n8n.example.com/?signature=5ec7e7', 'n8n.example.com is not this machine.'],
	['http://0.0.0.0:PORT/?signature=5ec7e7', '0.0.0.0:PORT is not this machine.'],
	['http://10.0.0.1:PORT/?signature=5ec7e7', '10.0.0.1:PORT is not this machine.'],
	['http://[::ffff:10.0.0.1]:PORT/?signature=5ec7e7', '[::ffff:a00:1]:PORT is not this machine.'],
	['ftp://127.0.0.1:PORT/?signature=5ec7e7', 'ftp: is neither http: nor https:.'],
	['/webhook-waiting/7?signature=5ec7e7', 'the address is not a URL.'],
	['', 'the address is not a URL.'],
])('%s is not called', async (template, why) => {
	const webhook = await WebhookServer.start();
	const { port } = new URL(webhook.baseUrl);
	const pressed = press(template.replace('PORT', port));
	const { message } = await pressed.then(
		() => new Error('called'),
		(error: Error) => error,
	);
	expect(message).toContain(`not called: ${why.replace('PORT', port)}`);
	expect(message).not.toContain('5ec7e7');
	expect(webhook.calls).toEqual([]);
});

test('a redirect is an answer, and is not followed', async () => {
	const [webhook, elsewhere] = [await WebhookServer.start(), await WebhookServer.start()];
	webhook.answers.push([307, '', { location: elsewhere.url('approve') }]);
	expect(await press(webhook.url('approve'))).toEqual({ status: 307, body: '' });
	expect(elsewhere.calls).toEqual([]);
});

test('an abort ends it, before the answer and in the middle of it', async () => {
	const called = new EventEmitter();
	const server = createServer(({ url = '' }, response) => {
		if (url === '/silence') called.emit(url);
		// More than the kernel buffers: it is completely sent only when the caller reads it.
		else response.writeHead(200).write(Buffer.alloc(32 << 20), () => called.emit(url));
	});
	onTestFinished(() => {
		server.closeAllConnections();
		server.close();
	});
	await once(server.listen(0, '127.0.0.1'), 'listening');
	const { port } = server.address() as AddressInfo;
	for (const path of ['/silence', '/halfway']) {
		const aborting = new AbortController();
		const pressed = press(`http://127.0.0.1:${port}${path}`, undefined, aborting.signal);
		await once(called, path);
		aborting.abort();
		await expect(pressed, path).rejects.toThrow(/abort/);
	}
});

test('where nobody listens it says so', async () => {
	const webhook = await WebhookServer.start();
	const { port } = new URL(webhook.baseUrl);
	await expect(press(`http://127.0.0.2:${port}/`)).rejects.toThrow(/ECONNREFUSED/);
});
