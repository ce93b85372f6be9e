import { shutdown } from '../../../nodes/Apns/actions/stopping/Shutdown.ts';

/** A program that runs the node and handles no signal. */
shutdown.watch({ stop() {}, cancel() {} });
setInterval(() => {}, 1000);
process.stdout.write('ready\n');
