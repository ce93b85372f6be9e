/** Measures single notifications in n8n's engine in a warm process, each next to a bare request. */
import { once } from 'node:events';
import type { ClientHttp2Session } from 'node:http2';
import { setTimeout as wait } from 'node:timers/promises';
import { deviceToken } from '../../simulator/deviceToken.ts';
import { bareHeaders, openBareSession } from '../rows/bare.ts';
import { BenchEngine, type NodeParameters } from '../rows/BenchEngine.ts';
import { PAYLOAD } from '../rows/content.ts';
import type { SinkAddress } from '../sink/SinkRequest.ts';

/** The request to the process. */
export interface WarmLatencyRequest {
	readonly sink: SinkAddress;
	readonly count: number;
	readonly parameters: NodeParameters;
	readonly lazyAcquire: boolean;
	/** Between two executions, so that n8n can create the next sandbox. */
	readonly pauseMs: number;
}

/** Milliseconds of each. */
export interface WarmLatencies {
	/** Executions of our node. */
	readonly engineMs: number[];
	/** Executions of n8n's node that does nothing: n8n's own time. */
	readonly emptyMs: number[];
	/** Requests without n8n. */
	readonly bareMs: number[];
}

const WARM_UP = 300;
/** The number of our executions per execution of n8n's node. */
const EMPTY_EVERY = 10;
const NO_OPERATION = 'n8n-nodes-base.noOp';

const [request] = (await once(process, 'message')) as [WarmLatencyRequest];
const { sink, count, parameters, lazyAcquire, pauseMs } = request;
const engine = await BenchEngine.start(sink, { lazyAcquire });
const session = await openBareSession(sink);
const headers = await bareHeaders(sink);
const latencies: WarmLatencies = { engineMs: [], emptyMs: [], bareMs: [] };
for (let index = -WARM_UP; index < count; index += 1) {
	const token = deviceToken(index);
	const items = [{ token, id: index, text: 'Shipped.' }];
	keep(latencies.engineMs, index, await execution(parameters, items));
	keep(latencies.bareMs, index, await timed(async () => await bareRequest(session, token)));
	if (index % EMPTY_EVERY === 0) {
		keep(latencies.emptyMs, index, await execution({}, items, NO_OPERATION));
	}
}
process.send?.(latencies);

function keep(all: number[], index: number, durationMs: number): void {
	if (index >= 0) all.push(durationMs);
}

async function execution(...load: Parameters<BenchEngine['load']>): Promise<number> {
	const loaded = engine.load(...load);
	const durationMs = await timed(loaded.execute);
	await loaded.release();
	if (pauseMs > 0) await wait(pauseMs);
	return durationMs;
}

async function bareRequest(on: ClientHttp2Session, token: string): Promise<void> {
	const stream = on.request({ ...headers, ':path': `/3/device/${token}` });
	stream.resume();
	stream.end(PAYLOAD);
	await once(stream, 'close');
}

async function timed(work: () => Promise<void>): Promise<number> {
	const startMs = performance.now();
	await work();
	return performance.now() - startMs;
}
