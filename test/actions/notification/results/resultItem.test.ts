import type { IDataObject } from 'n8n-workflow';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { failureItem } from '../../../../nodes/Apns/actions/errors/nodeErrors.ts';
import {
	besideInput,
	resultOf as resultOfTask,
} from '../../../../nodes/Apns/actions/notification/results/resultItem.ts';
import { CHANNELS, DEVICES } from '../../../../nodes/Apns/actions/notification/Audience.ts';
import {
	createTask,
	type Content,
	type Task,
} from '../../../../nodes/Apns/actions/notification/Task.ts';
import {
	APNS_TARGETS,
	MANAGEMENT_TARGETS,
} from '../../../../nodes/Apns/delivery/route/ApnsTarget.ts';
import { outcomeOf } from '../../../../nodes/Apns/delivery/service/Outcome.ts';
import { DEFAULT_POLICY } from '../../../../nodes/Apns/delivery/service/policy.ts';
import { createNotification } from '../../../../nodes/Apns/notification/Notification.ts';
import { NotificationRefusal } from '../../../../nodes/Apns/notification/NotificationRefusal.ts';

const TOKEN = 'ab'.repeat(32);

const CONTENT: Content = {
	notification: createNotification({
		bundleIdOrTopic: 'com.example.app',
		pushType: 'alert',
		payload: { aps: { alert: 'Hello' } },
	}),
	audience: DEVICES,
	credential: {
		...{ signingKey: undefined, clientCertificate: undefined, bundleId: undefined },
		environment: 'sandbox',
		targetFor: () => APNS_TARGETS.sandbox,
		managementTargetFor: () => MANAGEMENT_TARGETS.sandbox,
	},
	topic: 'com.example.app',
	policy: DEFAULT_POLICY,
	environment: 'sandbox',
};

const ACCEPTED = outcomeOf({
	outcome: 'accepted',
	errorCode: 'SUCCESS',
	action: 'none',
	status: 200,
	message: 'Notification accepted by APNs',
	apnsId: 'A-B',
	apnsUniqueId: 'C-D',
	attempts: 2,
});

const UNREGISTERED = outcomeOf({
	outcome: 'rejected',
	errorCode: 'UNREGISTERED',
	action: 'removeToken',
	status: 410,
	reason: 'Unregistered',
	message: 'Delete the token.',
	timestamp: '2030-01-01T00:00:00.000Z',
	retryAfterSeconds: null,
	attempts: 1,
});

function task(change: Partial<Task> = {}): Task {
	return { itemIndex: 3, given: `<${TOKEN}>`, content: CONTENT, outcome: ACCEPTED, ...change };
}

const resultOf = (one: Task) => resultOfTask(one, false);

describe('a result item', () => {
	it('has the keys that workflows branch on, in their order', () => {
		expect(Object.entries(resultOf(task()))).toEqual([
			['success', true],
			['errorCode', 'SUCCESS'],
			['message', 'Notification accepted by APNs'],
			['action', 'none'],
			['deviceToken', `<${TOKEN}>`],
			['status', 200],
			['reason', null],
			['outcome', 'accepted'],
			['apnsId', 'A-B'],
			['apnsUniqueId', 'C-D'],
			['timestamp', null],
			['retryAfter', null],
			['attempts', 2],
			['topic', 'com.example.app'],
			['environment', 'sandbox'],
		]);
	});

	it('of a channel has its ID in the place of the device token', () => {
		const keys = Object.keys(resultOf(task({ content: { ...CONTENT, audience: CHANNELS } })));
		expect(keys.slice(0, 6)).toEqual([
			...['success', 'errorCode', 'message', 'action', 'channelId', 'status'],
		]);
	});

	it('of a rejection is no exception, and not a success', () => {
		expect(resultOf(task({ outcome: UNREGISTERED }))).toMatchObject({
			success: false,
			errorCode: 'UNREGISTERED',
			status: 410,
			reason: 'Unregistered',
			action: 'removeToken',
			outcome: 'rejected',
			timestamp: '2030-01-01T00:00:00.000Z',
		});
	});

	it.each(['rejected', 'notSent', 'unknown'] as const)('that is %s is no success', (outcome) => {
		expect(resultOf(task({ outcome: { ...ACCEPTED, outcome } })).success).toBe(false);
	});

	it('of a duplicate tells what became of the first, and that it is a duplicate', () => {
		const first = task({ itemIndex: 1, outcome: UNREGISTERED });
		const { outcome, ...second } = task();
		expect(outcome).toBe(ACCEPTED);
		expect(resultOf({ ...second, duplicateOf: first })).toMatchObject({
			errorCode: 'UNREGISTERED',
			duplicate: true,
		});
	});
});

describe('a simplified result', () => {
	const simplified = (one: Task) => resultOfTask(one, true);

	it('of a success has the five fields that say something, in the order of the complete one', () => {
		expect(Object.entries(simplified(task({ given: TOKEN })))).toEqual([
			['success', true],
			['errorCode', 'SUCCESS'],
			['message', ACCEPTED.message],
			['action', 'none'],
			['deviceToken', TOKEN],
		]);
	});

	it('of a dead token says since when', () => {
		expect(simplified(task({ outcome: UNREGISTERED }))).toMatchObject({
			errorCode: 'UNREGISTERED',
			timestamp: '2030-01-01T00:00:00.000Z',
		});
	});

	it('of what has to wait says how long', () => {
		const outcome = { ...ACCEPTED, outcome: 'rejected', retryAfterSeconds: 60 } as const;
		expect(simplified(task({ outcome }))).toHaveProperty('retryAfter', 60);
	});

	it('names the environment only where it is not that of the credential', () => {
		const there = task({ content: { ...CONTENT, environment: 'production' } });
		expect(simplified(there)).toHaveProperty('environment', 'production');
		expect(simplified(task({ answeredIn: 'production' }))).toHaveProperty(
			'environment',
			'production',
		);
	});

	it('of a duplicate is that of the first, and says so', () => {
		const first = task({ outcome: UNREGISTERED });
		const second = task({ outcome: undefined, duplicateOf: first });
		expect(simplified(second)).toMatchObject({
			errorCode: 'UNREGISTERED',
			duplicate: true,
		});
	});

	it('of a channel has its ID in the place of the device token', () => {
		const ofChannel = task({ content: { ...CONTENT, audience: CHANNELS } });
		expect(Object.keys(simplified(ofChannel))).toContain('channelId');
	});

	it('never says anything else than the complete one', () => {
		for (const one of [task(), task({ outcome: UNREGISTERED }), task({ answeredIn: 'production' })])
			expect(resultOf(one)).toMatchObject(simplified(one));
	});
});

describe('a result item with the fields of its input', () => {
	it('has them on top, and the result under apns', () => {
		const input = { order: 7, success: 'mine' };
		const json = besideInput(input, resultOf(task()));
		expect(json).toEqual({ order: 7, success: 'mine', apns: resultOf(task()) });
		expect(input).toEqual({ order: 7, success: 'mine' });
	});

	it('moves an error out of the way, where n8n would take the item for a failure', () => {
		const json = besideInput({ error: 'of an earlier node', order: 7 }, resultOf(task()));
		expect(json).toEqual({ order: 7, inputError: 'of an earlier node', apns: resultOf(task()) });
	});

	it('moves what stands where the result goes, such as that of an earlier APNs node', () => {
		const json = besideInput({ apns: { success: false }, order: 7 }, resultOf(task()));
		expect(json).toEqual({ order: 7, inputApns: { success: false }, apns: resultOf(task()) });
	});

	it('moves nothing to where the input has a field already', () => {
		const input = {
			...{ apns: 3, inputApns: 2, inputApns2: 1 },
			...{ error: 'new', inputError: 'old', inputError2: 'older' },
		};
		expect(besideInput(input, resultOf(task()))).toEqual({
			...{ inputApns: 2, inputApns2: 1, inputApns3: 3 },
			...{ inputError: 'old', inputError2: 'older', inputError3: 'new' },
			apns: resultOf(task()),
		});
	});

	it('never has an error on top, and loses nothing, whatever the input holds', () => {
		const key = fc.oneof(
			fc.constantFrom('error', 'inputError', 'inputError2', 'apns', 'inputApns', 'inputApns2'),
			fc.constantFrom('__proto__', 'constructor'),
			fc.string(),
		);
		fc.assert(
			fc.property(fc.array(fc.tuple(key, fc.jsonValue())), (entries) => {
				const input = Object.fromEntries(entries) as IDataObject;
				const json = besideInput(input, resultOf(task()));
				expect(Object.hasOwn(json, 'error')).toBe(false);
				expect(json.apns).toEqual(resultOf(task()));
				expect(Object.keys(json)).toHaveLength(Object.keys(input).length + 1);
				for (const moved of ['error', 'apns'].filter((name) => Object.hasOwn(input, name))) {
					expect(Object.values(json)).toContainEqual(input[moved]);
				}
				for (const name of Object.keys(input)) {
					if (['error', 'apns'].includes(name)) continue;
					expect(Object.getOwnPropertyDescriptor(json, name)).toEqual(
						Object.getOwnPropertyDescriptor(input, name),
					);
				}
			}),
		);
	});
});

describe('a failure', () => {
	it('has error and nothing else, so that every n8n routes it to the error output', () => {
		const result = resultOf(task({ outcome: UNREGISTERED }));
		expect(failureItem(result, 3)).toEqual({ json: { error: result }, pairedItem: { item: 3 } });
	});
});

describe('a task', () => {
	it('with a good token is ready to be sent, without the decoration', () => {
		const ready = createTask(3, `<${TOKEN}>`, CONTENT);
		expect(ready).toMatchObject({ itemIndex: 3, given: `<${TOKEN}>`, recipient: TOKEN });
		expect(ready.outcome).toBeUndefined();
	});

	it.each([undefined, null, '', 7, {}, ['a'], 'hello', `${TOKEN}/..`])(
		'with the token %j has its result, and nothing is ever sent to it',
		(given) => {
			const refused = createTask(3, given, CONTENT);
			expect(refused.recipient).toBeUndefined();
			expect(resultOf(refused)).toMatchObject({
				deviceToken: given ?? null,
				success: false,
				errorCode: 'INVALID_TOKEN',
				action: 'checkToken',
				outcome: 'notSent',
				status: null,
				attempts: 0,
				topic: 'com.example.app',
			});
		},
	);

	it.each(['BAD_REQUEST', 'PAYLOAD_TOO_LARGE'] as const)(
		'whose notification is refused (%s) has that for its result',
		(code) => {
			const notification = new NotificationRefusal(code, 'It is too large.');
			const refused = createTask(3, TOKEN, { ...CONTENT, notification });
			expect(refused.recipient).toBeUndefined();
			expect(resultOf(refused)).toMatchObject({
				errorCode: code,
				action: 'fixNotification',
				outcome: 'notSent',
				message: 'Not sent. It is too large.',
			});
		},
	);

	it('with a bad token and a refused notification tells of the token: it would not be mended', () => {
		const notification = new NotificationRefusal('BAD_REQUEST', 'It is bad.');
		const refused = createTask(3, 'hello', { ...CONTENT, notification });
		expect(resultOf(refused).errorCode).toBe('INVALID_TOKEN');
	});
});
