import { join } from 'node:path';
import { ALERT } from './content.ts';
import type { RowSetup } from './Row.ts';

/** A line of the table. */
export interface BenchRow extends RowSetup {
	readonly name: string;
	/** What must be prepared for it. */
	readonly needs?: 'n8n' | 'peers';
	/** Limits the notifications if it is slow, or cannot handle more. */
	readonly maxCount?: number;
	readonly execArgv?: readonly string[];
	/** What a reader must know about the numbers. */
	readonly note?: string;
}

const REDIRECT = join(import.meta.dirname, '..', '..', 'e2e', 'redirectApple.cjs');

/** The reference: whichever of these is fastest, by its median. */
export const bareRows: readonly BenchRow[] = [100, 200, 400, 1_000].map((streams) => ({
	name: `bare ${streams}`,
	module: 'bare',
	streams,
	note: `node:http2 alone, ${streams} streams`,
}));

const fromItems = { tokenSource: 'inputItems', tokenField: 'token' };

/** The rows that are compared with it. */
export const comparedRows: readonly BenchRow[] = [
	{ name: 'delivery', module: 'delivery', note: 'nodes/Apns/delivery, bundled' },
	{
		name: 'bare with n8n',
		module: 'bareWithN8n',
		needs: 'n8n',
		streams: 400,
		note: 'node:http2 alone, 400 streams, in a process that has loaded n8n and does nothing with it',
	},
	{
		name: 'bulk',
		module: 'engine',
		needs: 'n8n',
		parameters: { operation: 'bulk', ...fromItems, ...ALERT },
		note: 'our node in n8n: Send in Bulk',
	},
	{
		name: 'send',
		module: 'engine',
		needs: 'n8n',
		parameters: { operation: 'send', deviceToken: '={{ $json.token }}', ...ALERT },
		note: 'our node in n8n: Send, the token an expression',
	},
	{
		name: 'send with expressions',
		module: 'engine',
		needs: 'n8n',
		parameters: {
			operation: 'send',
			deviceToken: '={{ $json.token }}',
			title: '=Order {{ $json.id }}',
			body: '={{ $json.text }}',
		},
		note: 'our node in n8n: Send, token, title and body expressions',
	},
	{
		name: 'apns2',
		module: 'apns2',
		needs: 'peers',
		maxCount: 20_000,
		execArgv: ['--require', REDIRECT],
		note: 'apns2 12.2, sendMany; 32 connections, its own choice',
	},
	{
		name: 'node-apn',
		module: 'nodeApn',
		needs: 'peers',
		maxCount: 20_000,
		note: '@parse/node-apn 8.1, send with all tokens',
	},
	{
		name: 'node-apn in portions',
		module: 'nodeApn',
		needs: 'peers',
		streams: 1_000,
		maxCount: 20_000,
		note: '@parse/node-apn 8.1, send with 1,000 tokens, then the next 1,000',
	},
	{
		name: 'hapns',
		module: 'hapns',
		needs: 'peers',
		maxCount: 2_000,
		execArgv: ['--require', REDIRECT],
		note: 'hapns 1.0, 100 at a time; a connection for each request in flight',
	},
];
