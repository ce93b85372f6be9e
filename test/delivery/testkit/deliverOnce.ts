/** Sends one notification and does nothing to end the process: it has to end by itself. */
import { deliverTo, type Reachable } from './deliverTo.ts';

const given = JSON.parse(process.argv[2] ?? '') as Reachable & { token: string };
const { outcomes } = await deliverTo(given, [given.token]);
console.log(outcomes[0]?.outcome);
