import type { Execution } from '../Execution.ts';
import type { N8nServer } from '../N8nServer.ts';

/** The execution of a workflow that was started last, once it has ended. */
export async function latestExecution(n8n: N8nServer, workflowId: string): Promise<Execution> {
	const [id] = await n8n.executionIds(workflowId);
	if (id === undefined) throw new Error(`Workflow ${workflowId} has not run yet`);
	return await n8n.waitForExecution(id);
}
