import {
  type Alias,
  Document,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Pair,
  parseDocument,
  visit,
  type YAMLMap,
  YAMLSeq,
} from 'yaml';
import type { DocumentChange, DocumentConflict } from './document-change.js';
import type { FrontMatterValue } from './generated-document.js';
import type { DocumentProblem } from './read-document.js';

/** An alias without an anchor, or the first of so many that their values cannot be written out. */
function findBadAlias(
  document: ReturnType<typeof parseDocument>,
): { readonly pos: readonly [number, ...number[]]; readonly message: string } | undefined {
  const aliases: Alias[] = [];
  visit(document, { Alias: (_, alias) => void aliases.push(alias) });
  const placeOf = ({ range }: Alias): [number] => [range?.[0] ?? 0];
  const lost = aliases.find((alias) => alias.resolve(document) === undefined);
  if (lost !== undefined) return { pos: placeOf(lost), message: `nothing is marked as &${lost.source}` };
  const [first] = aliases;
  if (first === undefined) return undefined;
  try {
    document.toJS();
    return undefined;
  } catch {
    return { pos: placeOf(first), message: 'its aliases stand for too much' };
  }
}

export interface FrontMatterMerge {
  /** Lines in place of those before `until`; undefined when nothing changes. */
  readonly lines?: readonly string[];
  /** Index of the first line of the body, from 0. */
  readonly until: number;
  /** Generated values by key, for the record. */
  readonly record: ReadonlyMap<string, FrontMatterValue>;
  readonly changes: readonly DocumentChange[];
  readonly conflicts: readonly DocumentConflict[];
  readonly problems: readonly DocumentProblem[];
}

type Values = Readonly<Record<string, FrontMatterValue>>;

/** Front matter of a new file, with its fences. */
export function createFrontMatter(values: Values): readonly string[] {
  const entries = Object.entries(values).map(([key, value]) => stringifyPair(key, value));
  return ['---', ...entries.flatMap((entry) => entry.split('\n')), '---', ''];
}

/**
 * Merges the YAML between `---` at the top. A key that a person set or changed is theirs; a list takes new entries and
 * loses those that left the code, and keeps a person's. Comments and everything else stay as they are written.
 *
 * @param lines the whole document
 * @param values what the code says; undefined leaves the front matter alone
 * @param base what the code said the last time, by key
 * @param isWanted whether a key that a person deleted shall come back
 */
export function mergeFrontMatter(
  lines: readonly string[],
  values: Values | undefined,
  base: ReadonlyMap<string, FrontMatterValue>,
  isWanted: (key: string) => boolean,
): FrontMatterMerge {
  const isOpen = /^---[ \t]*$/.test(lines[0] ?? '');
  const close = isOpen ? lines.findIndex((line, index) => index > 0 && /^---[ \t]*$/.test(line)) : -1;
  const nothing = { until: close + 1, record: base, changes: [], conflicts: [], problems: [] };
  if (values === undefined || (Object.keys(values).length === 0 && base.size === 0)) return nothing;
  if (isOpen && close < 0) {
    const message = 'the front matter that begins here has no closing ---; add it';
    return { ...nothing, problems: [{ line: 1, message }] };
  }
  if (!isOpen && Object.keys(values).every((key) => base.has(key) && !isWanted(key))) return nothing;
  const text = isOpen ? lines.slice(1, close).join('\n') : '';
  const merge = new FrontMatter(text, base);
  const problems = merge.problems;
  if (problems.length > 0) return { ...nothing, problems };
  for (const [key, value] of Object.entries(values)) merge.set(key, value, isWanted(key));
  for (const [key, value] of base) if (!Object.hasOwn(values, key)) merge.drop(key, value);
  const { record, changes, conflicts } = merge;
  const result = { until: close + 1, record, changes, conflicts, problems: [] };
  if (merge.text === text) return result;
  const body = merge.text.replace(/\n$/, '').split('\n');
  const fences = isOpen ? [lines[0] ?? '---', lines[close] ?? '---'] : ['---', '---'];
  return { ...result, lines: [fences[0] ?? '', ...body, fences[1] ?? '', ...(isOpen ? [] : [''])] };
}

class FrontMatter {
  text: string;
  readonly record: Map<string, FrontMatterValue>;
  readonly changes: DocumentChange[] = [];
  readonly conflicts: DocumentConflict[] = [];
  readonly problems: readonly DocumentProblem[];

  constructor(text: string, base: ReadonlyMap<string, FrontMatterValue>) {
    this.text = text;
    this.record = new Map(base);
    const lines = new LineCounter();
    const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
    const error = document.errors[0] ?? findBadAlias(document);
    const isShape = document.contents === null || isMap(document.contents);
    if (error !== undefined) {
      const line = lines.linePos(error.pos[0]).line + 1;
      this.problems = [
        { line, message: `the front matter is not valid YAML: ${firstLine(error.message)}; mend it` },
      ];
    } else if (isShape) this.problems = [];
    else
      this.problems = [{ line: 2, message: 'the front matter is not a list of keys with values; mend it' }];
  }

  set(key: string, value: FrontMatterValue, isWanted: boolean): void {
    const pair = this.#find(key);
    const base = this.record.get(key);
    if (pair === undefined) {
      if (base !== undefined && !isWanted) {
        this.#note('kept-deleted', key, 'deleted by hand and left out');
        return;
      }
      this.#removeNote(key);
      this.#append(stringifyPair(key, value));
      this.record.set(key, value);
      this.#note(base === undefined ? 'added' : 'restored', key, 'new');
      return;
    }
    const current = this.#valueOf(pair);
    if (isEqual(current, value)) {
      if (base !== undefined) this.record.set(key, value);
      return;
    }
    const isUntouched = base !== undefined && isEqual(current, base);
    const merged = isUntouched ? value : base === undefined ? undefined : mergeLists(current, base, value);
    if (merged === undefined) {
      if (base === undefined || !isEqual(base, value)) this.#keep(key, value);
    } else if (isEqual(merged, current)) this.record.set(key, value);
    else this.#replace(key, pair, merged, value);
  }

  /** Turns a key that the code no longer states into a comment, unless a person changed it. */
  drop(key: string, base: FrontMatterValue): void {
    this.record.delete(key);
    const pair = this.#find(key);
    if (pair === undefined || !isEqual(this.#valueOf(pair), base)) return;
    const [start, end] = rangeOf(this.text, pair);
    const note = `${noteOf(key)} ${JSON.stringify(base)}`;
    const comments = this.text.slice(start, end).match(/(?<=\s)#.*$/gm) ?? [];
    this.text = this.text.slice(0, start) + [...comments, note].join('\n') + this.text.slice(end);
    this.#note('marked-gone', key, 'marked as no longer found in the code');
  }

  #find(key: string): Pair | undefined {
    const { contents } = parseDocument(this.text, { prettyErrors: false });
    if (!isMap(contents)) return undefined;
    return contents.items.find((pair) => isScalar(pair.key) && pair.key.value === key);
  }

  #valueOf(pair: Pair): unknown {
    const { value } = pair;
    const document = parseDocument(this.text, { prettyErrors: false });
    return value === null ? null : (value as YAMLMap).toJS(document);
  }

  #keep(key: string, value: FrontMatterValue): void {
    const message = `${key} of the front matter is a person's and stays; the code says ${JSON.stringify(value)}`;
    this.conflicts.push({ block: `front-matter ${key}`, line: this.#lineOf(key), message });
  }

  #lineOf(key: string): number {
    const start = (this.#find(key)?.key as { range?: [number] } | undefined)?.range?.[0] ?? 0;
    return this.text.slice(0, start).split('\n').length + 1;
  }

  /** Writes a value in place of the old one; when that would lose a comment, the old one stays. */
  #replace(key: string, pair: Pair, value: unknown, base: FrontMatterValue): void {
    const [start, end] = rangeOf(this.text, pair);
    const written = stringifyLike(key, pair, value);
    const text = this.text.slice(0, start) + written + this.text.slice(end);
    const document = parseDocument(text, { prettyErrors: false });
    const isRight = document.errors.length === 0 && isEqual(document.toJS()?.[key], value);
    if (!isRight || countComments(text) !== countComments(this.text)) {
      this.#keep(key, base);
      return;
    }
    this.text = text;
    this.record.set(key, base);
    this.#note('refreshed', key, 'refreshed');
  }

  #append(entry: string): void {
    const gap = this.text === '' || this.text.endsWith('\n') ? '' : '\n';
    this.text = `${this.text}${gap}${entry}`;
  }

  #removeNote(key: string): void {
    const prefix = noteOf(key);
    this.text = this.text
      .split('\n')
      .filter((line) => !line.startsWith(prefix))
      .join('\n');
  }

  #note(kind: DocumentChange['kind'], key: string, words: string): void {
    this.changes.push({ kind, block: `front-matter ${key}`, message: `front matter ${key}: ${words}` });
  }
}

function noteOf(key: string): string {
  return `# No longer found in the code: ${key}:`;
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}

/** The stretch of a key and its value, without the line end. */
function rangeOf(text: string, pair: Pair): [number, number] {
  const key = pair.key as { range?: [number, number, number] };
  const value = pair.value as { range?: [number, number, number] } | null;
  const start = key.range?.[0] ?? 0;
  let end = value?.range?.[1] ?? key.range?.[1] ?? start;
  while (end > start && /\s/.test(text[end - 1] ?? '')) end -= 1;
  // A key without a value ends in its colon.
  if (end === key.range?.[1]) end = text.indexOf(':', end) + 1;
  return [start, end];
}

function stringifyPair(key: string, value: unknown): string {
  return new Document({ [key]: value }).toString({ lineWidth: 0 }).trimEnd();
}

/** A pair in the style of the old one: a list keeps its style and its comments. */
function stringifyLike(key: string, pair: Pair, value: unknown): string {
  if (!isSeq(pair.value) || !Array.isArray(value)) return stringifyPair(key, value);
  const old = pair.value;
  const document = new Document({ [key]: [] });
  const list = new YAMLSeq();
  list.flow = old.flow ?? false;
  list.items = value.map((item) => {
    const same = old.items.find((node) => isScalar(node) && isEqual(node.value, item));
    return same ?? document.createNode(item);
  });
  document.set(key, list);
  return document.toString({ lineWidth: 0 }).trimEnd();
}

function countComments(text: string): number {
  return (text.match(/(?:^|\s)#/gm) ?? []).length;
}

/** A list with a person's additions and removals and those of the code; undefined when they are not plain lists. */
function mergeLists(current: unknown, base: unknown, value: unknown): unknown[] | undefined {
  if (!Array.isArray(current) || !Array.isArray(base) || !Array.isArray(value)) return undefined;
  const has = (list: readonly unknown[], item: unknown): boolean => list.some((each) => isEqual(each, item));
  const kept = current.filter((item) => !has(base, item) || has(value, item));
  return [...kept, ...value.filter((item) => !has(base, item) && !has(current, item))];
}

function isEqual(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
