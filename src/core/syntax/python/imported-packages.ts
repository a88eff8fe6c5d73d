import type { ImportBinding, ImportedPackages } from '../imported-packages.js';
import { isWordUnit } from '../words.js';
import { isProseLine } from './prose-line.js';

const WORD = 'import';
/** How far before `import` the name of a `from` import is looked for. */
const MAX_MODULE = 300;
/** The module between `from` and `import`; group 1 is empty for a relative one. */
const FROM = /(?:^|[^\w.])(from(?:[ \t\f]|\\\r?\n)*([^\s.\\]*)([^\s\\]*)(?:[ \t\f]|\\\r?\n)*)$/;
/** The same, alone in its line up to `import`, as nearly all are. */
const PLAIN_FROM = /^([ \t]*)from[ \t]+(\w+)((?:\.\w+)*)[ \t]+$/;
const ANY_FROM = /(?:^|[^\w.])from[\s\\.]/;
const NAMES =
  /[\s\\]+[^\s\\,;()#]+(?:[\s\\]+as[\s\\]+[^\s\\,;()#]+)?(?:[\s\\]*,[\s\\]*[^\s\\,;()#]+(?:[\s\\]+as[\s\\]+[^\s\\,;()#]+)?)*/y;
/** At the last letter of a list that a blank before or behind a dot has cut short. */
const SPACED_DOT = /\.|[^.](?:[ \t\f]|\\\r?\n)+\./y;
const OPENING = /(?:[\s\\])*\(/y;
/** What stands between brackets, comments included. */
const BRACKETED = /(?:[^)#]|#.*)*/y;
const COMMENT = /#.*/g;
/** One name of a list, and what it is called. */
const NAMED = /^[\s\\]*([^\s\\]+)(?:[\s\\]+as[\s\\]+([^\s\\]+))?[\s\\]*$/;

/**
 * Reads the imports of a Python text without parsing it.
 *
 * @param offsets where `import` stands in the text, as a word or a part of one
 */
export function findImportedPackages(text: string, offsets: readonly number[]): ImportedPackages {
  const names = new Set<string>();
  const bindings: ImportBinding[] = [];
  let others: ImportedPackages['others'] = 'none';
  for (const at of offsets) {
    const end = at + WORD.length;
    if (isNamePart(text, at - 1) || isNamePart(text, end)) {
      // `import_module` and `__import__` take any name; it is known where it is written out.
      const isCall = text.startsWith('_module', end) || text.startsWith('__', end);
      if (isCall && others === 'none') others = 'quoted';
      continue;
    }
    const lineStart = text.lastIndexOf('\n', at) + 1;
    const line = text.slice(Math.max(lineStart, at - MAX_MODULE), at);
    if (isProseLine(text, at)) continue;
    const plain = PLAIN_FROM.exec(line);
    if (plain !== null) {
      const [clause, blanks = '', first = '', rest = ''] = plain;
      names.add(first);
      const start = at - clause.length + blanks.length;
      addNames(text, start, end, [first, ...rest.split('.').slice(1)], bindings);
      continue;
    }
    const before = text.slice(Math.max(0, at - MAX_MODULE), at);
    const statement = before.slice(before.lastIndexOf(';') + 1);
    // Only a backslash leads from one line to the next.
    const from = FROM.exec(statement.includes('\\') ? statement : lastLine(statement));
    if (from !== null) {
      const [, clause = '', first = '', rest = ''] = from;
      if (first === '') continue;
      names.add(first);
      addNames(text, at - clause.length, end, [first, ...rest.split('.').slice(1)], bindings);
      continue;
    }
    // Something stands between `from` and `import` that this does not understand, or a string says "from".
    const part = lastLine(statement);
    if (ANY_FROM.test(part) || statement.trimEnd().endsWith('\\')) others = 'any';
    NAMES.lastIndex = end;
    const list = NAMES.exec(text)?.[0];
    if (list === undefined) continue;
    const span = { start: at, end: end + list.length };
    // A name with blanks around its dots.
    SPACED_DOT.lastIndex = span.end - 1;
    if (SPACED_DOT.test(text)) others = 'any';
    for (const part of list.split(',')) {
      const [, module = '', alias] = NAMED.exec(part) ?? [];
      const segments = module.split('.');
      const [first = ''] = segments;
      names.add(first);
      bindings.push(
        alias === undefined ? { name: first, segments: [first], span } : { name: alias, segments, span },
      );
    }
  }
  return { names, others, bindings };
}

/** Adds what `from module import ...` binds; in doubt, any name. */
function addNames(
  text: string,
  start: number,
  after: number,
  module: readonly string[],
  bindings: ImportBinding[],
): void {
  OPENING.lastIndex = after;
  const opening = OPENING.exec(text)?.[0];
  const from = after + (opening?.length ?? 0);
  const expression = opening === undefined ? NAMES : BRACKETED;
  expression.lastIndex = from;
  const list = expression.exec(text)?.[0] ?? '';
  const span = { start, end: from + list.length };
  for (const part of list.replace(COMMENT, '').split(',')) {
    if (part.trim() === '') continue;
    const [, name = '*', alias = name] = NAMED.exec(part) ?? [];
    bindings.push(
      name === '*' ? { segments: module, span } : { name: alias, segments: [...module, name], span },
    );
  }
}

function lastLine(text: string): string {
  return text.slice(text.lastIndexOf('\n') + 1);
}

function isNamePart(text: string, at: number): boolean {
  return at >= 0 && at < text.length && isWordUnit(text.charCodeAt(at));
}
