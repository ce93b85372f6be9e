import { onTestFinished } from 'vitest';
import { ApnsSimulator, type SimulatorOptions } from '../ApnsSimulator.ts';
import { createIdentity, type SimulatorIdentity } from '../identity.ts';
import { BareClient } from './BareClient.ts';

let identity: Promise<SimulatorIdentity> | undefined;

/** One identity for all tests of a file. */
export async function sharedIdentity(): Promise<SimulatorIdentity> {
	return await (identity ??= createIdentity());
}

/** Starts a simulator that is stopped after the test. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<ApnsSimulator> {
	const simulator = await ApnsSimulator.start({ identity: await sharedIdentity(), ...options });
	onTestFinished(() => simulator.stop());
	return simulator;
}

/** Closes a client after the test. */
export async function closedAfterTest(client: Promise<BareClient>): Promise<BareClient> {
	const connected = await client;
	onTestFinished(() => connected.close());
	return connected;
}
