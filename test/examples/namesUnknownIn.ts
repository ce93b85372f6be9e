import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INode } from 'n8n-workflow';

const SCHEMAS = join(import.meta.dirname, '..', '..', 'nodes', 'Apns', '__schema__', 'v1.0.0');

/** A block of code, or a field in the text: `apns.message`. Types, headers and settings are spelled differently. */
const CODE_BLOCK = /```.*?```/gs;
const FIELD = /`([a-z][A-Za-z.]*)`/g;

/**
 * The fields that the sticky notes name and that a user would look for in vain: no result of our nodes has them
 * (all examples simplify results), no other node uses them, and no code in the notes contains them.
 */
export function namesUnknownIn(nodes: readonly INode[]): string[] {
	const isNote = ({ type }: INode): boolean => type === 'n8n-nodes-base.stickyNote';
	const others = nodes.filter((node) => !isNote(node));
	const notes = nodes.filter(isNote).map(({ parameters }) => String(parameters['content']));
	const known = [
		...others.map(({ parameters }) => JSON.stringify(parameters)),
		...others.filter(({ type }) => type === 'n8n-nodes-apns.apns').map(schemaOf),
		...notes.flatMap((note) => note.match(CODE_BLOCK) ?? []),
	].join('\n');
	return notes
		.flatMap((note) => [...note.replaceAll(CODE_BLOCK, '').matchAll(FIELD)])
		.map(([, path = '']) => path.split('.').at(-1) ?? path)
		.filter((name) => !new RegExp(`\\b${name}\\b`).test(known));
}

function schemaOf({ parameters: { resource, operation } }: INode): string {
	return readFileSync(join(SCHEMAS, String(resource), `${String(operation)}.json`), 'utf8');
}
