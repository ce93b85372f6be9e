import { ApnsSimulator } from '../../simulator/ApnsSimulator.ts';
import type { Fault } from '../../simulator/faults/Fault.ts';

/** A request to the simulator's process. */
export type Request =
	| { readonly ask: 'start'; readonly devices: number; readonly faults: readonly Fault[] }
	| { readonly ask: 'faults'; readonly faults: readonly Fault[] }
	| { readonly ask: 'report' }
	| { readonly ask: 'stop' };

/** What a delivery needs to reach it. */
export interface Started {
	readonly baseUrl: string;
	readonly identity: ApnsSimulator['identity'];
	readonly tokens: string[];
}

/** What it has really accepted. */
export interface Report {
	/** Number of notifications to each token, by the index of its device. */
	readonly told: number[];
	readonly requests: number;
	readonly connections: number;
}

let simulator: ApnsSimulator | undefined;
let tokens: string[] = [];

process.on('message', (request: Request) => {
	void answer(request).then((reply) => {
		if (process.connected) process.send?.(reply ?? {});
	});
});

async function answer(request: Request): Promise<Started | Report | undefined> {
	if (request.ask === 'start') {
		simulator = await ApnsSimulator.start({ ledger: 'counts', unknownDevices: 'accept' });
		tokens = simulator.devices.addMany(request.devices);
		for (const fault of request.faults) simulator.faults.add(fault);
		return { baseUrl: simulator.baseUrl, identity: simulator.identity, tokens };
	}
	if (simulator === undefined) throw new Error('The simulator was not started');
	if (request.ask === 'faults') {
		simulator.faults.clear();
		for (const fault of request.faults) simulator.faults.add(fault);
		return undefined;
	}
	if (request.ask === 'report') {
		const { ledger, connections } = simulator;
		const report = {
			told: tokens.map((token) => ledger.countOf(token)),
			requests: ledger.requests,
			connections: connections.attempts,
		};
		ledger.clear();
		return report;
	}
	await simulator.stop();
	process.disconnect();
	return undefined;
}
