import { describe, expect, it } from 'vitest';
import { despiteRegexTimeout } from '../../../nodes/Apns/actions/credential/despiteRegexTimeout.ts';

const TIMEOUT = new Error('Regular expression execution timed out');

/** Fails with these, then returns the data; counts its calls. */
function readerFailingWith(...errors: Error[]) {
	const reader = {
		calls: 0,
		read: async () => {
			const error = errors[reader.calls];
			reader.calls += 1;
			if (error !== undefined) throw error;
			return 'data';
		},
	};
	return reader;
}

describe('a credential that n8n is reading on a busy machine', () => {
	it('is read again where a regular expression ran out of time', async () => {
		const reader = readerFailingWith(TIMEOUT, TIMEOUT);
		expect(await despiteRegexTimeout(reader.read)).toBe('data');
		expect(reader.calls).toBe(3);
	});

	it('fails at once for any other reason', async () => {
		const reader = readerFailingWith(new Error('There is no credential'));
		await expect(despiteRegexTimeout(reader.read)).rejects.toThrow('There is no credential');
		expect(reader.calls).toBe(1);
	});

	it('fails in the end where it never comes through', async () => {
		const reader = readerFailingWith(...Array.from({ length: 100 }, () => TIMEOUT));
		await expect(despiteRegexTimeout(reader.read)).rejects.toBe(TIMEOUT);
		expect(reader.calls).toBe(5);
	});
});
