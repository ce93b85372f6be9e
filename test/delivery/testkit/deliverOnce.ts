/** Sends one notification and does not exit: the process must end by itself. */
import { parseHttpProxy } from '../../../nodes/Apns/delivery/route/HttpProxy.ts';
import { deliverTo, type Reachable } from './deliverTo.ts';

const given = JSON.parse(process.argv[2] ?? '') as Reachable & {
	token: string;
	proxyUrl?: string;
};
const { proxyUrl } = given;
const target = proxyUrl === undefined ? {} : { proxy: parseHttpProxy(proxyUrl, 'Test') };
const { outcomes } = await deliverTo(given, [given.token], { target });
console.log(outcomes[0]?.outcome);
