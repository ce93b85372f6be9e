import { table } from './table.ts';

/** What an example did, and which results were wrong. */
export class Report {
	readonly #headings: readonly string[];
	readonly #rows: string[][] = [];
	readonly #problems: string[] = [];

	constructor(...headings: string[]) {
		this.#headings = [...headings, 'right?'];
	}

	/** Adds a line. `wrong` says what is wrong with it. */
	add(cells: string[], wrong: string[]): void {
		this.#rows.push([...cells, wrong.length === 0 ? '✓' : '✗']);
		this.#problems.push(...wrong.map((problem) => `${cells[0]}: ${problem}`));
	}

	/** Empty if every result was correct. */
	get problems(): readonly string[] {
		return this.#problems;
	}

	/** The table, with the errors below it. */
	toString(): string {
		const problems = this.#problems.map((problem) => `  ✗ ${problem}`);
		return [table(this.#headings, this.#rows), ...problems].join('\n');
	}
}

/** Says what differs, field by field. */
export function differences(actual: object, expected: object): string[] {
	const fields = new Map(Object.entries(actual));
	return Object.entries(expected).flatMap(([name, value]) =>
		fields.get(name) === value
			? []
			: [`${name} is ${JSON.stringify(fields.get(name))}, not ${JSON.stringify(value)}`],
	);
}
