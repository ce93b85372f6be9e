import { describe, expect, it } from 'vitest';
import { Progress } from '../../../../nodes/Apns/actions/notification/sending/Progress.ts';

function progressOf(total: number, perSecond: number) {
	const lines: string[] = [];
	let nowMs = 0;
	const progress = new Progress(
		total,
		(line) => lines.push(line),
		() => nowMs,
	);
	for (let done = 1; done <= total; done += 1) {
		nowMs = (done / perSecond) * 1000;
		progress.step(done % 1000 !== 0);
	}
	return lines;
}

describe('the progress of a delivery', () => {
	it('is told every ten seconds, with what went wrong so far', () => {
		const lines = progressOf(100_000, 4_000);
		expect(lines).toHaveLength(2);
		expect(lines[0]).toBe(
			'APNs: 40,000 of 100,000 notifications have their result, 40 of them were not accepted',
		);
		expect(lines[1]).toMatch(/^APNs: 80,\d{3} of 100,000/);
	});

	it('is told of slow ones too', () => {
		expect(progressOf(1000, 20)).toHaveLength(3);
	});

	it('is not told of a delivery that is over before', () => {
		expect(progressOf(100_000, 20_000)).toEqual([]);
	});
});
