const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/**
 * Escapes text for the places where n8n's editor renders HTML: descriptions of errors, and hints. Use it
 * between tags, never in an attribute. Messages, items and logs are plain text and must not be escaped.
 */
export function escapeHtml(text: string): string {
	return text.replace(/[&<>]/g, (character) => ENTITIES[character]!);
}
