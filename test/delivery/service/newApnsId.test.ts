import { expect, it } from 'vitest';
import { newApnsId } from '../../../nodes/Apns/delivery/service/newApnsId.ts';

it('an apns-id is a lower-case UUID, and never the same twice', () => {
	const ids = Array.from({ length: 10_000 }, newApnsId);
	for (const id of ids) {
		expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
	}
	expect(new Set(ids).size).toBe(ids.length);
});
