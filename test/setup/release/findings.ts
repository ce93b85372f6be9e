/** What n8n's scanner says of one line. */
export interface Finding {
	/** `null`: the file could not be read. */
	rule: string | null;
	message: string;
	/** From the root of source or tarball, with `/`. */
	file: string;
	line: number;
}

/** What n8n's scanner is known to say of this package, and why that is right as it is. */
export interface ExpectedFinding {
	rule: string;
	/** What the message contains. */
	about: string;
	/** What the paths of the files begin with. */
	in: readonly string[];
	because: string;
}

/** The findings that nobody expected, and expected ones that have gone. */
export function judge(
	findings: readonly Finding[],
	expected: readonly ExpectedFinding[],
): { unexpected: Finding[]; gone: ExpectedFinding[] } {
	return {
		unexpected: findings.filter((finding) => !expected.some((known) => matches(finding, known))),
		gone: expected.flatMap((known) => {
			const missing = known.in.filter(
				(start) => !findings.some((finding) => matches(finding, { ...known, in: [start] })),
			);
			return missing.length === 0 ? [] : [{ ...known, in: missing }];
		}),
	};
}

function matches(finding: Finding, { rule, about, in: starts }: ExpectedFinding): boolean {
	return (
		finding.rule === rule &&
		finding.message.includes(about) &&
		starts.some((start) => finding.file.startsWith(start))
	);
}
