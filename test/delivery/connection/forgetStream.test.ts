import { once } from 'node:events';
import { constants, type ClientHttp2Stream } from 'node:http2';
import { expect, test } from 'vitest';
import { forgetStream } from '../../../nodes/Apns/delivery/connection/forgetStream.ts';
import { BareClient } from '../../simulator/testkit/BareClient.ts';
import { closedAfterTest, startSimulator } from '../../simulator/testkit/simulatorForTests.ts';

/** A stream that gets an answer, no matter which. */
async function beginStream(): Promise<ClientHttp2Stream> {
	const client = await closedAfterTest(BareClient.connect(await startSimulator()));
	return client.session.request({ ':method': 'POST', ':path': '/' });
}

async function closedStream(): Promise<ClientHttp2Stream> {
	const stream = (await beginStream()).resume();
	stream.end('{}');
	await once(stream, 'close');
	return stream;
}

function whatItSays(stream: ClientHttp2Stream) {
	const { id, rstCode, closed, destroyed, aborted, readable, writable } = stream;
	const { readableEnded, readableAborted, readableLength } = stream;
	const { writableEnded, writableFinished, writableLength } = stream;
	return {
		...{ id, rstCode, closed, destroyed, aborted, readable, writable },
		...{ readableEnded, readableAborted, readableLength },
		...{ writableEnded, writableFinished, writableLength },
	};
}

test('a stream that ended well says the same after it was forgotten', async () => {
	const stream = await closedStream();
	const before = whatItSays(stream);
	forgetStream(stream);
	expect(whatItSays(stream)).toEqual(before);
	expect(before).toMatchObject({ closed: true, destroyed: true });
});

test('closing, ending, listening to a forgotten stream does no harm', async () => {
	const [stream, other] = [await closedStream(), await closedStream()];
	forgetStream(stream);
	forgetStream(other);
	stream.on('error', () => {});
	stream.close(constants.NGHTTP2_CANCEL);
	stream.destroy(new Error('too late'));
	stream.end();
	stream.removeAllListeners();
	expect(other.listenerCount('error')).toBe(0);
	expect(stream.destroyed).toBe(true);
});

test('of a stream that ended well no state and no listener stays', async () => {
	const [stream, other] = [await closedStream(), await closedStream()];
	forgetStream(stream);
	forgetStream(other);
	held(stream).forEach((state, side) => expect(state).toBe(held(other)[side]));
	expect([stream.listenerCount('pause'), stream.listenerCount('newListener')]).toEqual([0, 0]);
});

test('a stream that was cut short keeps everything: Node may call back for it', async () => {
	const stream = await beginStream();
	stream.on('error', () => {});
	stream.close(constants.NGHTTP2_CANCEL);
	await once(stream, 'close');
	const [state, names] = [held(stream), stream.eventNames()];
	forgetStream(stream);
	held(stream).forEach((now, side) => expect(now).toBe(state[side]));
	expect(stream.eventNames()).toEqual(names);
});

/** Undocumented, so untyped: checks that nothing of the stream's own remains. */
function held(stream: ClientHttp2Stream): readonly unknown[] {
	const { _readableState, _writableState } = stream as unknown as Record<string, unknown>;
	return [_readableState, _writableState];
}
