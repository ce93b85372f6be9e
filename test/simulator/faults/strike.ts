import type { Exchange } from '../Exchange.ts';
import type { RequestFault } from './Fault.ts';
import type { Faults } from './Faults.ts';

/** Applies a fault to a request. True: the request needs no further processing. */
export function strike(fault: RequestFault, exchange: Exchange, faults: Faults): boolean {
	switch (fault.kind) {
		case 'goaway':
			exchange.connection.goAway(fault);
			return false;
		case 'streamLimit':
			exchange.connection.setStreamLimit(fault.limit);
			if (fault.restoreAfterMs !== undefined) {
				faults.later(fault.restoreAfterMs, () => exchange.connection.restoreStreamLimit());
			}
			return false;
		case 'streamLimitAfterRejection':
			exchange.connection.isPunishing = true;
			return false;
		case 'wedge':
			exchange.connection.wedged = true;
			return false;
		case 'answer': {
			const { status, reason, headers, body, delayMs } = fault;
			const answer = reason === undefined ? { status } : { status, reason };
			const respond = () => exchange.respond(answer, headers, body);
			if (delayMs === undefined) respond();
			else faults.later(delayMs, respond);
			return true;
		}
		case 'unended':
			exchange.respond(exchange.process(), {}, undefined, 'unended');
			return true;
		case 'delay': {
			const early = fault.process === 'first' ? exchange.process() : undefined;
			faults.later(fault.delayMs, () => {
				if (early) exchange.respond(early);
				else if (exchange.isGivenUp) exchange.leaveUnanswered('given up');
				else exchange.respond(exchange.process());
			});
			return true;
		}
		case 'silent':
			exchange.process();
			exchange.leaveUnanswered('silent');
			return true;
		case 'reset':
			if (fault.when === 'beforeProcessing') exchange.reset(fault.code);
			else if (fault.when === 'afterHeaders') {
				exchange.respondAndReset(exchange.process(), fault.code);
			} else {
				exchange.process();
				exchange.reset(fault.code);
			}
			return true;
		case 'disconnect':
			if (fault.when === 'afterProcessing') exchange.process();
			exchange.leaveUnanswered('disconnect');
			exchange.connection.disconnect();
			return true;
		case 'halfOpen':
			exchange.leaveUnanswered('half-open');
			exchange.connection.fallSilent();
			return true;
	}
}
