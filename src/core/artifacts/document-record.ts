import { RECORD_END } from './document-marker.js';
import type { FrontMatterValue } from './generated-document.js';

/** What a document was ever given, read from its record. Ids are encoded. */
export interface RecordEntries {
  readonly sections: ReadonlySet<string>;
  readonly blocks: ReadonlySet<string>;
  /** The generated value by front matter key. */
  readonly frontMatter: ReadonlyMap<string, FrontMatterValue>;
  /** Lines of other kinds, from a later version of Fairlead. */
  readonly others: readonly string[];
}

export const NO_RECORD: RecordEntries = {
  sections: new Set(),
  blocks: new Set(),
  frontMatter: new Map(),
  others: [],
};

/** Reads the lines of a record; a damaged one counts as one of another kind and is kept. */
export function readRecordEntries(lines: readonly string[]): RecordEntries {
  const sections = new Set<string>();
  const blocks = new Set<string>();
  const frontMatter = new Map<string, FrontMatterValue>();
  const others: string[] = [];
  for (const line of lines) {
    const [kind, id = '', ...rest] = line.split(' ');
    if (line === '') continue;
    // A line break alone that an editor left makes two lines one.
    const isId = /^\S+$/.test(id);
    if (kind === 'section' && isId && rest.length === 0) sections.add(id);
    else if (kind === 'block' && isId && rest.length === 0) blocks.add(id);
    else if (kind === 'front-matter' && isId) {
      const value = parseJson(rest.join(' '));
      if (value === undefined) others.push(line);
      else frontMatter.set(id, value);
    } else others.push(line);
  }
  return { sections, blocks, frontMatter, others };
}

/** The lines of a record, sorted, so that two branches that add different things merge without a conflict. */
export function formatRecordEntries({
  sections,
  blocks,
  frontMatter,
  others,
}: RecordEntries): readonly string[] {
  return [
    ...[...sections].map((id) => `section ${id}`),
    ...[...blocks].map((id) => `block ${id}`),
    ...[...frontMatter].map(([key, value]) => `front-matter ${key} ${formatJson(value)}`),
    ...others,
  ].sort();
}

/** The record as a comment. */
export function formatRecord(kind: string, entries: readonly string[]): readonly string[] {
  return [`<!-- fairlead:record ${kind}`, ...entries, RECORD_END];
}

/** JSON that cannot end a comment. */
function formatJson(value: FrontMatterValue): string {
  return JSON.stringify(value).replace(/-(?=-)|>/g, (each) => (each === '-' ? '\\u002d' : '\\u003e'));
}

function parseJson(text: string): FrontMatterValue | undefined {
  try {
    const value: FrontMatterValue = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}
