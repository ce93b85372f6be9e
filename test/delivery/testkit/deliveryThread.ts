import { build } from 'esbuild';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Delivery } from '../../../nodes/Apns/delivery/Delivery.ts';
import { DeliveryThread } from '../../../nodes/Apns/delivery/thread/DeliveryThread.ts';
import { temporaryFolder } from '../../setup/temporaryFolder.mjs';

const SOURCE = join(import.meta.dirname, '../../../nodes/Apns/delivery/thread/thread.ts');

/** A thread that runs the sources, bundled as the package's build does it. */
export async function startedThread(): Promise<Delivery> {
	const outfile = join(temporaryFolder('thread'), 'thread.cjs');
	await build({
		...{ entryPoints: [SOURCE], outfile, bundle: true, platform: 'node', format: 'cjs' },
		target: 'node22',
		logLevel: 'warning',
	});
	return asDelivery(new DeliveryThread(outfile));
}

/** A thread that runs this CommonJS code instead. */
export function threadOf(code: string): Delivery {
	const file = join(temporaryFolder('thread'), 'thread.cjs');
	writeFileSync(file, code);
	return asDelivery(new DeliveryThread(file));
}

/** The tests of delivery call it as they call a `Delivery`; it delivers to devices only. */
function asDelivery(thread: DeliveryThread): Delivery {
	return thread as unknown as Delivery;
}
