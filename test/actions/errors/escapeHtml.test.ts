import { describe, expect, it } from 'vitest';
import { escapeHtml } from '../../../nodes/Apns/actions/errors/escapeHtml.ts';

describe('text in a place that is rendered as HTML', () => {
	it('shows as it is', () => {
		expect(escapeHtml('<a href="x">&amp;</a>')).toBe('&lt;a href="x"&gt;&amp;amp;&lt;/a&gt;');
		expect(escapeHtml("'Topic' is empty")).toBe("'Topic' is empty");
	});
});
