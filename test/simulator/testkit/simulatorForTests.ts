import { afterEach } from 'vitest';
import { ApnsSimulator, type SimulatorOptions } from '../ApnsSimulator.ts';
import { createIdentity, type SimulatorIdentity } from '../identity.ts';
import { BareClient } from './BareClient.ts';

let identity: Promise<SimulatorIdentity> | undefined;
const running: ApnsSimulator[] = [];
const connected: BareClient[] = [];

afterEach(async () => {
	for (const client of connected.splice(0)) client.close();
	await Promise.all(running.splice(0).map((simulator) => simulator.stop()));
});

/** One identity for all tests of a file. */
export async function sharedIdentity(): Promise<SimulatorIdentity> {
	return await (identity ??= createIdentity());
}

/** Starts a simulator that is stopped after the test. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<ApnsSimulator> {
	const simulator = await ApnsSimulator.start({ identity: await sharedIdentity(), ...options });
	running.push(simulator);
	return simulator;
}

/** Closes a client after the test. */
export async function closedAfterTest(client: Promise<BareClient>): Promise<BareClient> {
	connected.push(await client);
	return await client;
}
