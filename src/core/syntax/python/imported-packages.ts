import type { ImportedPackages } from '../imported-packages.js';

const WORD = 'import';
/** How far before `import` the name of a `from` import is looked for. */
const MAX_MODULE = 300;
/** The module between `from` and `import`; group 1 is empty for a relative one. */
const FROM = /(?:^|[^\w.])from(?:[ \t\f]|\\\r?\n)*([^\s.\\]*)[^\s\\]*(?:[ \t\f]|\\\r?\n)*$/;
const ANY_FROM = /(?:^|[^\w.])from[\s\\.]/;
const NAMES =
  /[\s\\]+[^\s\\,;()#]+(?:[\s\\]+as[\s\\]+[^\s\\,;()#]+)?(?:[\s\\]*,[\s\\]*[^\s\\,;()#]+(?:[\s\\]+as[\s\\]+[^\s\\,;()#]+)?)*/y;

/**
 * Reads the imports of a Python text without parsing it.
 *
 * @param offsets where `import` stands in the text, as a word or a part of one
 */
export function findImportedPackages(text: string, offsets: readonly number[]): ImportedPackages {
  const names = new Set<string>();
  let isOpen = false;
  for (const at of offsets) {
    const end = at + WORD.length;
    if (isNamePart(text, at - 1) || isNamePart(text, end)) {
      // `import_module` and `__import__` take any name.
      isOpen ||= text.startsWith('_module', end) || text.startsWith('__', end);
      continue;
    }
    const before = text.slice(Math.max(0, at - MAX_MODULE), at);
    const statement = before.slice(before.lastIndexOf(';') + 1);
    const from = FROM.exec(statement);
    if (from !== null) {
      if (from[1] !== undefined && from[1] !== '') names.add(from[1]);
      continue;
    }
    // Something stands between `from` and `import` that this does not understand, or a string says "from".
    const line = statement.slice(statement.lastIndexOf('\n') + 1);
    if (ANY_FROM.test(line) || statement.trimEnd().endsWith('\\')) isOpen = true;
    NAMES.lastIndex = end;
    const list = NAMES.exec(text)?.[0];
    if (list === undefined) continue;
    for (const name of list.split(',')) names.add(/[^\s\\.]+/.exec(name)?.[0] ?? '');
  }
  return { names, isOpen };
}

function isNamePart(text: string, at: number): boolean {
  return /[\w\u0080-\uffff]/.test(text.charAt(at));
}
