const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/**
 * Text for the places where n8n's editor renders HTML: descriptions of errors, and hints. It goes between tags, never
 * into an attribute. Messages, items and logs are plain text: not for them.
 */
export function escapeHtml(text: string): string {
	return text.replace(/[&<>]/g, (character) => ENTITIES[character]!);
}
