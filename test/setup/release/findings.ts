/** A finding of n8n's scanner for one line. */
export interface Finding {
	/** `null`: the file could not be read. */
	rule: string | null;
	message: string;
	/** From the root of source or tarball, with `/`. */
	file: string;
	line: number;
}

/** A known finding of n8n's scanner in this package, and why it is acceptable. */
export interface ExpectedFinding {
	rule: string;
	/** A part of the message. */
	about: string;
	/** Starts of the files' paths. */
	in: readonly string[];
	because: string;
}

/** The unexpected findings, and expected ones that no longer occur. */
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
