import type { INodeProperties } from 'n8n-workflow';

/** One of an alert's texts. */
interface LocalizedText {
	/** As it is called in the names of the parameters. */
	readonly part: 'Body' | 'Subtitle' | 'Title';
	/** What Apple's keys begin with: `loc-key`, `title-loc-key`. */
	readonly prefix: 'loc' | 'subtitleLoc' | 'titleLoc';
	/** What the app's entry may be called. */
	readonly example: string;
	/** The text, in a sentence. */
	readonly text: string;
}

/** The two fields by which each device shows a text in its own language. */
export function localizedParameters({
	part,
	prefix,
	example,
	text,
}: LocalizedText): INodeProperties[] {
	return [
		{
			displayName: `Localized ${part} Arguments`,
			name: `${prefix}Args`,
			type: 'string',
			typeOptions: { multipleValues: true, multipleValueButtonText: 'Add argument' },
			default: [],
			placeholder: 'e.g. Anna',
			description: `Texts that take the places of %@ in the localized ${part.toLowerCase()}, in their order`,
		},
		{
			displayName: `Localized ${part} Key`,
			name: `${prefix}Key`,
			type: 'string',
			default: '',
			placeholder: `e.g. ${example}`,
			description: `Entry of the app's Localizable.strings that is shown as ${text}, in the person's language`,
		},
	];
}
