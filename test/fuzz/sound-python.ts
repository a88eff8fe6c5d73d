import type { CodeParser } from '../../src/core/syntax/code-parser.js';
import { loadParser } from '../support/syntax.js';

/**
 * A test of whether Python takes a text. What the parser makes of errors depends on what it read before, so short cuts may find
 * less in code with errors.
 */
export function createSoundness(): (text: string) => Promise<boolean> {
  let parser: CodeParser | undefined;
  return async (text) => {
    parser ??= await loadParser();
    const tree = parser.parse(text);
    const isBroken = tree?.rootNode.hasError ?? true;
    // The parser takes a statement of the module that is indented, Python does not.
    const isIndented = tree?.rootNode.namedChildren.some(({ startIndex }) =>
      isIndentedLine(text, startIndex),
    );
    tree?.delete();
    return !isBroken && isIndented !== true;
  };
}

/** Whether blanks, and nothing else, stand before an offset in its line. */
function isIndentedLine(text: string, offset: number): boolean {
  return /(?:^|[\r\n])[ \t\f]+$/.test(text.slice(Math.max(0, offset - 200), offset));
}
