import { spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Shutdown, type Stoppable } from '../../../nodes/Apns/actions/stopping/Shutdown.ts';
import { TYPE_SCRIPT_FLAGS } from '../../setup/typeScriptFlags.ts';
import { ManualClock } from './ManualClock.ts';

/** A process in which n8n, or whatever runs the node, does or does not handle signals. */
class FakeProcess extends EventEmitter {
	readonly argv = ['node', 'n8n', 'start'];
	readonly env: NodeJS.ProcessEnv = {};

	handleSignals(): this {
		for (const signal of ['SIGTERM', 'SIGINT']) this.once(signal, () => {});
		return this;
	}

	/** How many listeners SIGTERM and SIGINT have. */
	get handlers(): number[] {
		return ['SIGTERM', 'SIGINT'].map((signal) => this.listenerCount(signal));
	}
}

class Run implements Stoppable {
	state = 'running';

	stop(): void {
		this.state = 'stopped';
	}

	cancel(): void {
		this.state = 'cancelled';
	}
}

function start(n8n = new FakeProcess().handleSignals()) {
	const clock = new ManualClock();
	return { n8n, clock, shutdown: new Shutdown(n8n, clock), run: new Run() };
}

describe('n8n shutting down', () => {
	it.each(['SIGTERM', 'SIGINT'])(
		'on %s, a run goes on for two thirds of the time, and after three quarters it must end',
		(signal) => {
			const { n8n, clock, shutdown, run } = start();
			shutdown.watch(run);
			clock.advance(60_000);
			n8n.emit(signal);
			clock.advance(19_999);
			expect(run.state).toBe('running');
			clock.advance(1);
			expect(run.state).toBe('stopped');
			clock.advance(2_499);
			expect(run.state).toBe('stopped');
			clock.advance(1);
			expect(run.state).toBe('cancelled');
			expect(clock.timers).toBe(0);
		},
	);

	it('has the time that its environment variable says', () => {
		const { n8n, clock, shutdown, run } = start();
		n8n.env['N8N_GRACEFUL_SHUTDOWN_TIMEOUT'] = '300';
		shutdown.watch(run);
		n8n.emit('SIGTERM');
		clock.advance(199_999);
		expect(run.state).toBe('running');
		clock.advance(1);
		expect(run.state).toBe('stopped');
	});

	it('also ends runs that start while it shuts down', () => {
		const { n8n, clock, shutdown, run } = start();
		const unwatch = shutdown.watch(run);
		n8n.emit('SIGTERM');
		unwatch();
		clock.advance(10_000);
		const next = new Run();
		shutdown.watch(next)();
		expect(next.state).toBe('running');
		shutdown.watch(next);
		clock.advance(10_000);
		const last = new Run();
		shutdown.watch(last);
		expect([next.state, last.state]).toEqual(['stopped', 'stopped']);
	});

	it('counts from the first signal, whatever comes next', () => {
		const { n8n, clock, shutdown, run } = start();
		shutdown.watch(run)();
		const unwatch = shutdown.watch(run);
		n8n.emit('SIGTERM');
		clock.advance(15_000);
		unwatch();
		shutdown.watch(run);
		n8n.emit('SIGINT');
		clock.advance(5_000);
		expect(run.state).toBe('stopped');
	});

	it('is over with its time: a process that lives on sends again', () => {
		const { n8n, clock, shutdown, run } = start();
		shutdown.watch(run);
		n8n.emit('SIGTERM');
		clock.advance(30_001);
		const later = new Run();
		shutdown.watch(later);
		clock.advance(60_000);
		expect(later.state).toBe('running');
	});
});

describe('the listener', () => {
	it('is there only while runs last, and all runs share it', () => {
		const { n8n, clock, shutdown } = start();
		expect(n8n.handlers).toEqual([1, 1]);
		const unwatch = Array.from({ length: 50 }, () => shutdown.watch(new Run()));
		expect(n8n.handlers).toEqual([2, 2]);
		for (const end of unwatch) end();
		expect(n8n.handlers).toEqual([1, 1]);
		expect(clock.timers).toBe(0);
	});

	it('leaves with the first signal, as n8n’s own, so that the next one ends the process', () => {
		const { n8n, shutdown, run } = start();
		shutdown.watch(run);
		n8n.emit('SIGTERM');
		expect(n8n.handlers).toEqual([0, 1]);
		shutdown.watch(new Run());
		expect(n8n.handlers).toEqual([0, 1]);
	});

	it('is not added where nobody else handles the signal: Node.js has to end such a process', () => {
		const { n8n, shutdown, run } = start(new FakeProcess());
		shutdown.watch(run);
		expect(n8n.handlers).toEqual([0, 0]);
	});

	it('does not keep alive a process that Node.js ends on SIGTERM', async () => {
		const child = spawn(process.execPath, [
			...TYPE_SCRIPT_FLAGS,
			join(import.meta.dirname, 'watchingProcess.ts'),
		]);
		await once(child.stdout, 'data');
		child.kill('SIGTERM');
		expect(await once(child, 'close')).toEqual([null, 'SIGTERM']);
	});
});
