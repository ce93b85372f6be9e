import { describe, expect, it } from 'vitest';
import { checkSender } from '../../../../nodes/Apns/actions/notification/reading/checkSender.ts';
import { DEVICES } from '../../../../nodes/Apns/actions/notification/Audience.ts';
import { readContent } from '../../../../nodes/Apns/actions/notification/sending/readContent.ts';
import { readCredential } from '../../../../nodes/Apns/actions/credential/keyCredential.ts';
import { createNotification } from '../../../../nodes/Apns/notification/Notification.ts';
import { NotificationRefusal } from '../../../../nodes/Apns/notification/NotificationRefusal.ts';
import { appleKeyFile } from '../../../delivery/identity/keyFiles.ts';
import { fieldsOf } from '../../parameters/fieldsOf.ts';

const KEY = { clientCertificate: undefined };
const DRAFT = {
	pushType: 'wallet',
	bundleIdOrTopic: 'pass.com.example.card',
	payload: {},
} as const;
const update = createNotification(DRAFT);

describe('the update of a pass', () => {
	it('may be sent with a key, in production or to a server of one’s own', () => {
		expect(() => checkSender(update, KEY, 'production')).not.toThrow();
		expect(() => checkSender(update, KEY, 'custom')).not.toThrow();
	});

	it('is refused in the sandbox, where passes have no tokens', () => {
		expect(() => checkSender(update, KEY, 'sandbox')).toThrow(
			expect.objectContaining({
				code: 'BAD_REQUEST',
				message: expect.stringContaining("Set 'Environment' to Production."),
			}),
		);
	});

	it('is not tried in the sandbox either, and refused for a token that says it is from there', () => {
		const ids = { teamId: 'ABCDE12345', keyId: 'FGHIJ67890' };
		const credential = readCredential({ ...ids, privateKey: appleKeyFile() });
		const options = fieldsOf({ onWrongEnvironment: 'tryOther' });
		const content = readContent(DRAFT, options, credential, DEVICES);
		expect(content).toMatchObject({ environment: 'production', notification: update });
		expect(content.otherEnvironment).toBeUndefined();
		const ofSandbox = readContent(DRAFT, options, credential, DEVICES, 'sandbox');
		expect(ofSandbox.notification).toBeInstanceOf(NotificationRefusal);
		const alert = { ...DRAFT, pushType: 'alert', bundleIdOrTopic: 'com.example.app' } as const;
		expect(readContent(alert, options, credential, DEVICES).otherEnvironment).toBe('sandbox');
	});
});
