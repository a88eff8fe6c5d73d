import { Lexer } from 'yaml';

/** Lexemes of the `yaml` package that mark something and take no room in the text. */
const document = '\u0002';
const flowEnd = '\u0018';
const scalarNext = '\u001f';

/**
 * Finds where a YAML text nests deeper than a limit, without recursion. Composing such a text exhausts the stack, which
 * no `catch` makes safe: close to the end of the stack V8 may abort the process.
 *
 * Counts a few levels too many (a value counts as deeper than its key), never too few.
 *
 * @returns the offset in UTF-16 units, or undefined when the text stays within the limit
 */
export function findExcessNesting(text: string, limit: number): number | undefined {
  /** Columns of the block structures that are open. */
  const columns: number[] = [];
  let flowLevel = 0;
  let offset = 0;
  let lineStart = 0;
  let isScalar = false;
  for (const lexeme of new Lexer().lex(text)) {
    if (!isScalar && (lexeme === document || lexeme === flowEnd)) continue;
    if (!isScalar && lexeme === scalarNext) {
      isScalar = true;
      continue;
    }
    if (!isScalar && (lexeme === '[' || lexeme === '{')) flowLevel++;
    else if (!isScalar && (lexeme === ']' || lexeme === '}')) flowLevel = Math.max(0, flowLevel - 1);
    else if (flowLevel === 0 && (isScalar || !/^[\s#,]/.test(lexeme))) {
      const column = offset - lineStart;
      while ((columns.at(-1) ?? -1) >= column) columns.pop();
      columns.push(column);
    }
    if (columns.length + flowLevel > limit) return offset;
    const lineBreak = lexeme.lastIndexOf('\n');
    if (lineBreak >= 0) lineStart = offset + lineBreak + 1;
    offset += lexeme.length;
    isScalar = false;
  }
  return undefined;
}
