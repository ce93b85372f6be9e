import { expect, test } from 'vitest';
import type { Fault, Trigger } from './Fault.ts';
import { Faults } from './Faults.ts';

const ANSWER = { kind: 'answer', status: 500 } as const satisfies Fault;

/** Which of ten requests are struck; odd ones go to the token `aa`, the first five on connection 1. */
function struckOfTen(at: Trigger | undefined): number[] {
	const faults = new Faults(() => 0);
	faults.add(at ? { ...ANSWER, at } : ANSWER);
	return Array.from({ length: 10 }, (_, index) => index + 1).filter((request) => {
		const token = request % 2 === 1 ? 'aa' : 'bb';
		return [...faults.strikingRequest(token, request <= 5 ? 1 : 2)].length > 0;
	});
}

test.each<[Trigger | undefined, number[]]>([
	[undefined, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]],
	[{ request: 3 }, [3]],
	[{ fromRequest: 8 }, [8, 9, 10]],
	[{ everyRequests: 4 }, [4, 8]],
	[{ everyRequests: 2, fromRequest: 5, times: 2 }, [6, 8]],
	[{ times: 2 }, [1, 2]],
	[{ tokens: ['AA'] }, [1, 3, 5, 7, 9]],
	[{ tokens: ['aa'], request: 2 }, [3]],
	[{ connection: 2 }, [6, 7, 8, 9, 10]],
	[{ connection: 2, request: 1 }, [6]],
	[{ firstConnections: 1 }, [1, 2, 3, 4, 5]],
	[{ fromConnection: 2 }, [6, 7, 8, 9, 10]],
	[{ probability: 0 }, []],
	[{ probability: 1 }, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]],
])('%o strikes %o', (at, struck) => {
	expect(struckOfTen(at)).toEqual(struck);
});

test('a fault counts from when it was added', () => {
	let attempts = 0;
	const faults = new Faults(() => attempts);
	attempts = 3;
	const armed = faults.add({ kind: 'refuseConnection', at: { firstConnections: 1 } });
	expect(faults.strikingConnection(3)).toEqual([]);
	expect(faults.strikingConnection(4)).toEqual([armed.fault]);
	expect(faults.strikingConnection(5)).toEqual([]);
	expect(armed.struck).toBe(1);
});

test('the random source can be chosen', () => {
	const faults = new Faults(() => 0);
	const rolls = [0.1, 0.9, 0.4];
	faults.random = () => rolls.shift() ?? 1;
	faults.add({ ...ANSWER, at: { probability: 0.5 } });
	expect([1, 2, 3].map(() => [...faults.strikingRequest('aa', 1)].length)).toEqual([1, 0, 1]);
});

test('of two faults only the one that was used counts as struck, but both have counted', () => {
	const faults = new Faults(() => 0);
	const first = faults.add({ ...ANSWER, at: { request: 1 } });
	const second = faults.add({ ...ANSWER, at: { request: 2 } });
	expect(faults.strikingRequest('aa', 1).next().value).toBe(first.fault);
	expect(faults.strikingRequest('aa', 1).next().value).toBe(second.fault);
	expect([first.struck, second.struck]).toEqual([1, 1]);
});

test('connection faults do not strike requests, nor the other way round', () => {
	const faults = new Faults(() => 0);
	faults.add({ kind: 'trickle', bytesPerSecond: 1 });
	faults.add({ kind: 'goaway', onConnect: true });
	faults.add(ANSWER);
	expect([...faults.strikingRequest('aa', 1)]).toEqual([ANSWER]);
	expect(faults.strikingConnection(1).map(({ kind }) => kind)).toEqual(['trickle', 'goaway']);
	faults.clear();
	expect([...faults.strikingRequest('aa', 1), ...faults.strikingConnection(1)]).toEqual([]);
});
