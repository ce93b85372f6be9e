import type { INodeProperties } from 'n8n-workflow';

/** One of an alert's texts. */
interface LocalizedText {
	/** Its name in the labels of the parameters. */
	readonly part: 'Body' | 'Subtitle' | 'Title';
	/** The prefix of Apple's keys: `loc-key`, `title-loc-key`. */
	readonly prefix: 'loc' | 'subtitleLoc' | 'titleLoc';
	/** Example of a key in the app. */
	readonly example: string;
	/** Its name in a sentence. */
	readonly text: string;
}

/** The two fields that make each device show a text in its own language. */
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
			description: `Values for the %@ placeholders in the localized ${part.toLowerCase()}, in order`,
		},
		{
			displayName: `Localized ${part} Key`,
			name: `${prefix}Key`,
			type: 'string',
			default: '',
			placeholder: `e.g. ${example}`,
			description: `Key in the app's Localizable.strings of the text to show as ${text}`,
		},
	];
}
