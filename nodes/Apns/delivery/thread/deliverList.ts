import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Notification } from '../../notification/Notification.ts';
import { delivery, type DeliveryOptions, type DeliverySummary } from '../Delivery.ts';
import type { DeliverySource } from '../run/DeliverySource.ts';
import { DEVICE_PUSH } from '../service/Service.ts';
import { DeliveryThread, NoThreadError } from './DeliveryThread.ts';

/** Fewer take n8n's thread for less time than it takes to start another one. */
const ENOUGH_FOR_THREAD = 1_000;

const thread =
	// Undefined in an ES module, as the sources are.
	typeof __dirname === 'string'
		? threadOf(join(__dirname, 'delivery', 'thread', 'thread.js'))
		: undefined;

/** Undefined if the file is not there: the sources are run as they are. */
function threadOf(file: string): DeliveryThread | undefined {
	return existsSync(file) ? new DeliveryThread(file) : undefined;
}

/** As `Delivery.deliver`; long lists of notifications to devices are delivered in a thread of their own. */
export async function deliverList(
	source: DeliverySource<Notification>,
	options: DeliveryOptions,
): Promise<DeliverySummary> {
	const { service = DEVICE_PUSH, count } = source;
	if (thread !== undefined && service === DEVICE_PUSH && count >= ENOUGH_FOR_THREAD) {
		try {
			return await thread.deliver(source, options);
		} catch (error) {
			if (!(error instanceof NoThreadError)) throw error;
		}
	}
	return await delivery.deliver(source, options);
}
