import type { ApnsSimulator } from '../ApnsSimulator.ts';
import { channelId } from '../ChannelRegistry.ts';

/** A broadcast channel to try. */
export interface SampleChannel {
	readonly id: string;
	/** The answer to an ordinary broadcast. */
	readonly answers: string;
}

/** Adds a channel of each kind; the IDs are always the same. */
export function addSampleChannels({ channels }: ApnsSimulator): SampleChannel[] {
	const stored = channels.add({ id: channelId('stored'), storagePolicy: 1 });
	const unstored = channels.add({ id: channelId('not stored'), storagePolicy: 0 });
	const deleted = channels.add({ id: channelId('deleted') });
	channels.delete(deleted);
	return [
		{ id: stored, answers: '200, accepted: stores the latest message' },
		{ id: unstored, answers: '200, accepted: stores nothing, the expiration has to be 0' },
		{ id: deleted, answers: '400 ChannelNotRegistered: the channel was deleted' },
	];
}
