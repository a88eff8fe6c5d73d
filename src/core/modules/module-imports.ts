/** What one import statement takes from a module. */
export interface ModuleImport {
  /** Dotted name, with a dot before it for each level of a relative import. */
  readonly module: string;
  /** What is taken, each with the name it gets when that is another one; `*` for all; absent for the module itself. */
  readonly names?: readonly { readonly name: string; readonly alias?: string }[];
}

const WORD = 'import';
/** How far before `import` the name of a `from` import is looked for, and how far behind it its names are. */
const MAX_MODULE = 300;
const MAX_NAMES = 20_000;
const FROM = /(?:^|[^\w.])from(?:[ \t\f]|\\\r?\n)*(\.[.\s]*[\w.]*|[\w.]+)(?:[ \t\f]|\\\r?\n)*$/;
/** What may stand before a statement in its line. */
const STATEMENT = /(?:^|[\n;:])[ \t\f]*$/;
const NAME = /^([^\s,()]+)(?:\s+as\s+([^\s,()]+))?$/;

/**
 * Reads the import statements of a Python text without parsing it; what is no statement may be among them.
 *
 * @param offsets where `import` stands in the text, as a word or a part of one
 */
export function readImports(text: string, offsets: readonly number[]): readonly ModuleImport[] {
  const imports: ModuleImport[] = [];
  for (const at of offsets) {
    const end = at + WORD.length;
    if (/\w/.test(text.charAt(at - 1)) || /\w/.test(text.charAt(end))) continue;
    const before = text.slice(Math.max(0, at - MAX_MODULE), at);
    const found = FROM.exec(before);
    const from = found?.[1]?.replace(/\s/g, '');
    // An example in a comment or docstring imports nothing.
    const lead =
      found === null ? before : before.slice(0, found.index + (found[0].startsWith('from') ? 0 : 1));
    if (!STATEMENT.test(lead)) continue;
    const names = readNames(text, end);
    if (from !== undefined) imports.push({ module: from, names });
    else for (const { name } of names) imports.push({ module: name });
  }
  return imports;
}

/** The list behind `import`: to the end of the line, or of the parentheses. */
function readNames(
  text: string,
  start: number,
): readonly { readonly name: string; readonly alias?: string }[] {
  let at = start;
  while (at < text.length && /[ \t\f]/.test(text.charAt(at))) at += 1;
  const isOpen = text.charAt(at) === '(';
  const stop = isOpen ? text.indexOf(')', at) : lineEnd(text, at);
  const list = text.slice(isOpen ? at + 1 : at, Math.min(stop === -1 ? text.length : stop, at + MAX_NAMES));
  return list
    .replace(/#[^\n]*/g, '')
    .replace(/\\\r?\n/g, ' ')
    .split(/[,;]/)
    .flatMap((part) => {
      const [, name, alias] = NAME.exec(part.trim()) ?? [];
      if (name === undefined) return [];
      return [alias === undefined || alias === name ? { name } : { name, alias }];
    });
}

/** End of a line that backslashes may continue. */
function lineEnd(text: string, from: number): number {
  let at = from;
  for (;;) {
    const end = text.indexOf('\n', at);
    if (end === -1) return text.length;
    if (!/\\\r?$/.test(text.slice(Math.max(from, end - 2), end))) return end;
    at = end + 1;
  }
}
