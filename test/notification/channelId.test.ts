import { describe, expect, it } from 'vitest';
import { isChannelId, parseChannelId } from '../../nodes/Apns/notification/channelId.ts';
import { NotificationRefusal } from '../../nodes/Apns/notification/NotificationRefusal.ts';
import { channelId } from '../simulator/ChannelRegistry.ts';

describe('a channel ID', () => {
	it.each([channelId('sport'), 'dHN0LXNyY2gtY2hubA==', 'AAA=', 'A/+9'.repeat(40)])(
		'%s is taken as it is',
		(id) => {
			expect(parseChannelId(id)).toBe(id);
			expect(parseChannelId(` ${id}\n`)).toBe(id);
		},
	);

	it('of more than 256 characters is refused, with both numbers', () => {
		expect(parseChannelId('A'.repeat(256))).toHaveLength(256);
		expect(() => parseChannelId('A'.repeat(260))).toThrow(
			'The channel ID has 260 characters; the maximum is 256.',
		);
		expect(isChannelId('A'.repeat(260))).toBe(false);
	});

	it.each([
		['empty', ''],
		['blank', ' \n'],
		['missing', undefined],
		['null', null],
		['a number', 1234],
		['an object', { channelId: 'AAAA' }],
		['no base64', 'sport'],
		['URL-safe base64', 'A-_9'],
		['cut off', 'dHN0LXNyY2gtY2hubA='],
		['two in one', 'AAAA AAAA'],
		['a header of its own', 'AAAA\r\nx: y'],
	])('that is %s is refused before anything is sent', (_, given) => {
		expect(() => parseChannelId(given)).toThrow(NotificationRefusal);
		expect(() => parseChannelId(given)).toThrow(/^The channel ID is /);
	});
});
