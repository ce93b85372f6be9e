import { Stage, type StageParts } from '../demo/Stage.ts';
import { postgresFolder } from '../postgres/programs.ts';
import { Database } from './Database.ts';

/** Shared by the tests of the examples: simulator, n8n, and PostgreSQL if this machine has it. */
export interface ExampleStage extends StageParts {
	/** Only for suites that say NEEDS_POSTGRES. */
	readonly database: Database;
	stop(): Promise<void>;
}

/** Starts it. */
export async function startExampleStage(): Promise<ExampleStage> {
	const stage = await Stage.start();
	try {
		const database = postgresFolder() === undefined ? undefined : await Database.start(stage.n8n);
		const { simulator, n8n, credential } = stage;
		return {
			simulator,
			n8n,
			credential,
			get database() {
				if (database) return database;
				throw new Error('This suite has to say NEEDS_POSTGRES.');
			},
			async stop() {
				await stage.stop();
				await database?.stop();
			},
		};
	} catch (error) {
		await stage.stop();
		throw error;
	}
}
