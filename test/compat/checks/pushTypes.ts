import type { INodeParameters } from 'n8n-workflow';
import { beforeEach, describe, expect, test } from 'vitest';
import {
	CERTIFICATE_CREDENTIAL_TYPE,
	simulatorCertificate,
} from '../../e2e/simulatorCredential.ts';
import { SEND, sendWorkflow } from '../../e2e/workflows.ts';
import { deviceToken } from '../../simulator/deviceToken.ts';
import type { CheckStage } from '../CheckStage.ts';

const MDM_TOPIC = 'com.apple.mgmt.External.123e4567-e89b-12d3-a456-426614174000';

/** Each push type with the values that it needs. The node shows different fields for each of them. */
const PUSH_TYPES: Readonly<Record<string, INodeParameters>> = {
	alert: { title: 'Hello', notificationFields: { badge: 1, sound: 'default' } },
	background: { customData: '{"order": 7}' },
	complication: { customData: '{"order": 7}' },
	controls: {},
	fileprovider: { domain: 'account' },
	liveactivity: {
		...{ event: 'update', contentState: '{"minutes": 12}', title: 'On its way' },
		liveActivityFields: { relevanceScore: 50, sound: 'default' },
	},
	location: {},
	pushtotalk: { customData: '{"order": 7}' },
	voip: { customData: '{"order": 7}' },
	widgets: {},
};

/** Every push type is accepted. */
export function pushTypes(stage: () => CheckStage): void {
	describe('push type', () => {
		beforeEach(() => stage().simulator.ledger.clear());

		test.each(Object.entries(PUSH_TYPES))('%s', async (pushType, parameters) => {
			const token = stage().simulator.devices.add({ token: deviceToken(pushType) });
			const send = { operation: 'send', deviceToken: token, pushType, ...parameters };
			const execution = await stage().run(sendWorkflow(pushType, [token], send));
			expect(execution.json(SEND)).toMatchObject([{ success: true }]);
			expect(stage().simulator.ledger.entries).toMatchObject([{ deviceToken: token, pushType }]);
		});

		test('mdm, with a certificate', async () => {
			const { simulator, n8n } = stage();
			const traits = { uid: MDM_TOPIC, topics: [] };
			const data = simulatorCertificate(simulator, await simulator.createClientCertificate(traits));
			const credential = await n8n.createCredential('MDM', CERTIFICATE_CREDENTIAL_TYPE, data);
			const device = { token: deviceToken('mdm'), bundleId: MDM_TOPIC };
			const token = simulator.devices.add(device);
			const send = {
				...{ operation: 'send', deviceToken: token, authentication: 'certificate' },
				...{ pushType: 'mdm', pushMagic: 'magic', topic: MDM_TOPIC },
			};
			const execution = await stage().run(sendWorkflow('mdm', [token], send), {}, credential);
			expect(execution.json(SEND)).toMatchObject([{ success: true }]);
			expect(simulator.ledger.entries.map(({ payload }) => payload)).toEqual(['{"mdm":"magic"}']);
		});
	});
}
