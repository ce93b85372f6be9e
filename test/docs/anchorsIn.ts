/** The anchors that GitHub makes of the headings of a document. */
export function anchorsIn(markdown: string): string[] {
	return [...withoutCode(markdown).matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
		heading
			.toLowerCase()
			.replace(/[^\p{L}\p{N}_\- ]/gu, '')
			.replaceAll(' ', '-'),
	);
}

/** A document without its blocks of code: what looks like a heading or a link there is none. */
export function withoutCode(markdown: string): string {
	return markdown.replace(/^```.*?^```/gms, '');
}
