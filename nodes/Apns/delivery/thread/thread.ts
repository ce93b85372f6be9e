/** The thread that sends: what runs beside n8n's own thread ({@link DeliveryThread}). */
import { parentPort } from 'node:worker_threads';
import { Delivery } from '../Delivery.ts';
import { Pace } from '../run/Pace.ts';
import type { ApnsTarget } from '../route/ApnsTarget.ts';
import type { Outcome } from '../service/Outcome.ts';
import { ArrivingSource } from './ArrivingSource.ts';
import type { BeginMessage, MessageFromThread, MessageToThread } from './messages.ts';
import { OutcomePacker } from './PackedOutcomes.ts';
import { RemoteEgress } from './RemoteEgress.ts';

/** Outcomes are told together: so long, or so many. */
const TELL_AFTER_MS = 5;
const TELL_AT = 500;

const delivery = new Delivery();
const egress = new RemoteEgress(post);
const runs = new Map<number, RunHere>();
const paces = new Map<number, { readonly pace: Pace; users: number }>();

interface RunHere {
	readonly source: ArrivingSource;
	readonly cancel: AbortController;
	readonly enough: AbortController;
}

function post(message: MessageFromThread): void {
	parentPort?.postMessage(message);
}

parentPort?.on('message', (message: MessageToThread) => {
	switch (message.type) {
		case 'begin':
			void begin(message);
			break;
		case 'portion':
			runs.get(message.run)?.source.add(message);
			break;
		case 'verdict':
			egress.answered(message);
			break;
		default:
			runs.get(message.run)?.[message.type].abort();
	}
});

post({ type: 'ready' });

async function begin(message: BeginMessage): Promise<void> {
	const { run, count, signingKey, limits } = message;
	const teller = new Teller(run);
	const source = new ArrivingSource(count, (index, outcome) => teller.add(index, outcome));
	const here: RunHere = { source, cancel: new AbortController(), enough: new AbortController() };
	runs.set(run, here);
	const { fault } = await delivery.deliver(source, {
		target: targetOf(message),
		signingKey,
		limits,
		pace: paceFor(message),
		signal: here.cancel.signal,
		enough: here.enough.signal,
	});
	runs.delete(run);
	leavePace(message.pace);
	teller.tell();
	post({ type: 'end', run, fault });
}

/** Tells the outcomes of a run, several at a time. */
class Teller {
	readonly #run: number;
	#outcomes = new OutcomePacker();
	#timer: NodeJS.Timeout | undefined;

	constructor(run: number) {
		this.#run = run;
	}

	add(index: number, outcome: Outcome): void {
		this.#outcomes.add(index, outcome);
		if (this.#outcomes.count >= TELL_AT) this.tell();
		else this.#timer ??= setTimeout(() => this.tell(), TELL_AFTER_MS);
	}

	tell(): void {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		if (this.#outcomes.count === 0) return;
		post({ type: 'outcomes', run: this.#run, outcomes: this.#outcomes.pack() });
		this.#outcomes = new OutcomePacker();
	}
}

function targetOf({ target, checksTarget, checksProxy }: BeginMessage): ApnsTarget {
	const { proxy } = target;
	return {
		...target,
		egress: checksTarget ? egress : undefined,
		proxy: proxy && { ...proxy, egress: checksProxy ? egress : undefined },
	};
}

function paceFor({ pace: id, limits }: BeginMessage): Pace {
	const shared = paces.get(id) ?? { pace: new Pace(limits.maxPerSecond), users: 0 };
	shared.users += 1;
	paces.set(id, shared);
	return shared.pace;
}

function leavePace(id: number): void {
	const shared = paces.get(id);
	if (shared === undefined) return;
	shared.users -= 1;
	if (shared.users === 0) paces.delete(id);
}
