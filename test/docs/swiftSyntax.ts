import swift from '@ast-grep/lang-swift';
import { parse, registerDynamicLanguage, type SgNode } from '@ast-grep/napi';

registerDynamicLanguage({ swift });

/**
 * Where code is not Swift, as `line:column what`; empty if all of it is. The grammar is tree-sitter's and knows the
 * syntax alone: whether types, methods and argument labels exist, and whether a compiler would take the program,
 * it does not say.
 * @param code a whole file
 */
export function syntaxErrors(code: string): string[] {
	const errors: string[] = [];
	const visit = (node: SgNode): void => {
		const { line, column } = node.range().start;
		if (node.kind() === 'ERROR') errors.push(`${line + 1}:${column + 1} ${node.text()}`);
		// What the parser supplied in order to go on takes no room in the text.
		else if (node.isLeaf() && node.text() === '') {
			errors.push(`${line + 1}:${column + 1} missing ${String(node.kind())}`);
		}
		node.children().forEach(visit);
	};
	visit(parse('swift', code).root());
	return errors;
}

/** The contents of all string literals without interpolation, in the order of the code. */
export function stringLiterals(code: string): string[] {
	return parse('swift', code)
		.root()
		.findAll({ rule: { kind: 'line_string_literal' } })
		.map((literal) => literal.text().slice(1, -1))
		.filter((text) => !text.includes('\\('));
}
