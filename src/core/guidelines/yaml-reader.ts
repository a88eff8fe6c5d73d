import {
  type Document,
  isAlias,
  isCollection,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
} from 'yaml';
import { findExcessNesting } from './yaml-nesting.js';

/** How deep a text may nest, by a count that is a few levels too high. */
const maxNesting = 100;

/** How many problems of one file are worth a reader's time. */
const maxProblems = 100;

/** A value that JSON can hold. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;

/** A JSON object; also the form of every emitted JSON Schema. */
export interface JsonObject {
  readonly [key: string]: Json;
}

/** A stretch of a YAML text. Lines and columns count from 1, columns in UTF-16 units; the end is exclusive. */
export interface YamlRange {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** One thing that is wrong with a YAML file. */
export interface YamlProblem extends YamlRange {
  /** The file as the caller named it. */
  readonly file: string;
  /** Where in the data, such as `sections[0].items[2].kind`; empty for the whole document. */
  readonly path: string;
  /** One sentence: what is wrong, and what was expected. Does not repeat file, position or path. */
  readonly message: string;
  /** What was most likely meant by the key or value that stands there; absent when nothing is close. */
  readonly replacement?: string;
}

/** A key or a list index on the way from the document to a value. */
export type PathStep = string | number;

/** What a schema gets to read: a node, or null where a key has no value at all. */
export type YamlNode = Node | null;

/** What `Schema.read` returns after it has reported a problem. */
export const invalid: unique symbol = Symbol('invalid');
export type Invalid = typeof invalid;

/** Collects problems while schemas read; one per place in the data. */
export interface ReadContext {
  readonly path: readonly PathStep[];
  /** The context of a child. */
  enter(step: PathStep): ReadContext;
  /** Reports a problem at the node (or, for null, at the closest place that the path leads to) and returns `invalid`. */
  report(node: YamlNode, message: string, replacement?: string): Invalid;
  /** A context with the same place whose problems stay apart until `adopt`, to try an alternative. */
  attempt(): ReadAttempt;
}

/** A trial reading; see `ReadContext.attempt`. */
export interface ReadAttempt {
  readonly context: ReadContext;
  readonly problems: readonly YamlProblem[];
  /** Moves the trial's problems to the context it came from. */
  adopt(): void;
}

/** Named parts that `Schema.jsonSchema` refers to as `#/$defs/<name>`; filled while a schema is emitted. */
export type JsonDefinitions = Map<string, JsonObject>;

/** Reads YAML nodes as values of type T, and describes itself as JSON Schema. Immutable. */
export interface Schema<T> {
  /** The expected value in words that follow "expected", such as `a string`. */
  readonly expected: string;
  /** Whether the node has the outer shape of this schema; used to pick a union's member. */
  accepts(node: YamlNode): boolean;
  /** The value as plain data, or `invalid` after reporting every problem found on the way. */
  read(node: YamlNode, context: ReadContext): T | Invalid;
  jsonSchema(definitions: JsonDefinitions): JsonObject;
}

/** The type of the values that a schema reads: `type Rule = Infer<typeof ruleSchema>`. */
export type Infer<S> = S extends Schema<infer T> ? T : never;

/** A parsed YAML text together with what is needed to speak about places in it. */
export interface YamlSource {
  readonly file: string;
  readonly document: Document.Parsed;
  readonly lines: LineCounter;
  /** Syntax problems; reading goes on in what could be parsed only when there are none. */
  readonly problems: readonly YamlProblem[];
}

/** Finds the place of a value by its path; a path that leads nowhere gives its closest existing ancestor. */
export type Locate = (path: readonly PathStep[]) => YamlRange;

/** Either the typed data, or at least one problem. */
export type YamlResult<T> =
  | { readonly ok: true; readonly value: T; readonly locate: Locate }
  | { readonly ok: false; readonly problems: readonly YamlProblem[] };

/**
 * Parses one YAML 1.2 document. Never throws: syntax errors, unknown tags, several documents and absurd nesting become
 * problems. Takes time in proportion to the text.
 *
 * @param file how problems shall name the file
 * @param text the file's text; the caller bounds its size
 */
export function parseYaml(file: string, text: string): YamlSource {
  const deep = findExcessNesting(text, maxNesting);
  const lines = new LineCounter();
  // Keys that occur twice are reported by the schemas; the package compares every key with every other.
  const options = { lineCounter: lines, prettyErrors: false, uniqueKeys: false };
  const document = parseDocument(deep === undefined ? text : text.slice(0, deep), options);
  const problem = (message: string, start: number, end: number): YamlProblem => ({
    file,
    path: '',
    ...toRange(lines, start, end),
    message,
  });
  if (deep !== undefined) {
    const message = `nested too deeply, expected at most ${maxNesting} levels`;
    return { file, document, lines, problems: [problem(message, deep, deep)] };
  }
  const problems = [...document.errors, ...document.warnings]
    .slice(0, maxProblems)
    .map((error) => problem(error.message, error.pos[0], error.pos[1]));
  return { file, document, lines, problems };
}

/** Parses a text and reads it with a schema; see `parseYaml` for the arguments. */
export function readYaml<T>(file: string, text: string, schema: Schema<T>): YamlResult<T> {
  return readSource(parseYaml(file, text), schema);
}

/** Reads a parsed text with a schema. Problems come in the order of the text, the first 100 of them. */
export function readSource<T>(source: YamlSource, schema: Schema<T>): YamlResult<T> {
  if (source.problems.length > 0) return { ok: false, problems: source.problems };
  const problems: YamlProblem[] = [];
  const value = schema.read(source.document.contents, createContext(source, [], problems));
  if (value !== invalid && problems.length === 0) {
    return { ok: true, value, locate: (path) => locateNode(source, path) };
  }
  return { ok: false, problems: sortProblems(problems).slice(0, maxProblems) };
}

/** Makes a problem for a check that runs after reading, at the value that the path leads to. */
export function createProblem(
  file: string,
  locate: Locate,
  path: readonly PathStep[],
  message: string,
  replacement?: string,
): YamlProblem {
  return { file, path: formatPath(path), ...locate(path), message, ...replaceBy(replacement) };
}

function replaceBy(replacement: string | undefined): { readonly replacement?: string } {
  return replacement === undefined ? {} : { replacement };
}

/** Orders problems by file, line and column. */
export function sortProblems(problems: readonly YamlProblem[]): YamlProblem[] {
  return [...problems].sort(
    (a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0) || a.line - b.line || a.column - b.column,
  );
}

/** One line for a terminal: `file:line:column: path: message`. */
export function formatYamlProblem(problem: YamlProblem): string {
  const place = `${problem.file}:${problem.line}:${problem.column}`;
  return problem.path === ''
    ? `${place}: ${problem.message}`
    : `${place}: ${problem.path}: ${problem.message}`;
}

/** Writes a path as `sections[0].items[2].id`. */
function formatPath(path: readonly PathStep[]): string {
  let text = '';
  for (const step of path) {
    if (typeof step === 'number') text += `[${step}]`;
    else if (/^[\w-]+$/.test(step)) text += text === '' ? step : `.${step}`;
    else text += `[${JSON.stringify(step)}]`;
  }
  return text;
}

/** Emits a JSON Schema (draft 2020-12), so that an editor completes and checks files of this schema. */
export function toJsonSchema(
  schema: Schema<unknown>,
  head: { readonly $id: string; readonly title: string },
): JsonObject {
  const definitions: JsonDefinitions = new Map();
  const body = schema.jsonSchema(definitions);
  const $schema = 'https://json-schema.org/draft/2020-12/schema';
  if (definitions.size === 0) return { $schema, ...head, ...body };
  return { $schema, ...head, ...body, $defs: Object.fromEntries(definitions) };
}

/** Says in words what a node holds, for messages: `"text"`, `the number 3`, `a list`, `nothing`. */
export function describeNode(node: YamlNode): string {
  if (isMap(node)) return 'an object';
  if (isSeq(node)) return 'a list';
  if (isAlias(node)) return `the alias *${node.source} (aliases are not supported, repeat the value)`;
  const value = isScalar(node) ? node.value : null;
  if (value === null) return 'nothing';
  if (typeof value === 'string') {
    return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}...` : value);
  }
  if (typeof value === 'number') return `the number ${value}`;
  return String(value);
}

function createContext(source: YamlSource, path: readonly PathStep[], problems: YamlProblem[]): ReadContext {
  return {
    path,
    enter: (step) => createContext(source, [...path, step], problems),
    report(node, message, replacement) {
      const range = node === null ? locateNode(source, path) : rangeOf(source.lines, node);
      problems.push({
        file: source.file,
        path: formatPath(path),
        ...range,
        message,
        ...replaceBy(replacement),
      });
      return invalid;
    },
    attempt() {
      const apart: YamlProblem[] = [];
      const context = createContext(source, path, apart);
      return { context, problems: apart, adopt: () => void problems.push(...apart) };
    },
  };
}

/** The place of a value by its path, or of the closest that the path leads to. */
export function locateNode(source: YamlSource, path: readonly PathStep[]): YamlRange {
  let node: YamlNode = source.document.contents;
  for (const step of path) {
    const child = childOf(node, step);
    if (child === null) break;
    node = child;
  }
  return rangeOf(source.lines, node);
}

function childOf(node: YamlNode, step: PathStep): YamlNode {
  if (!isCollection(node)) return null;
  let child: unknown = node.get(step, true);
  // A key such as `0:` is a number in YAML and a text in a path.
  if (child === undefined && typeof step === 'string') child = node.get(Number(step), true);
  return isNode(child) ? child : null;
}

function rangeOf(lines: LineCounter, node: YamlNode): YamlRange {
  const [start, end] = node?.range ?? [0, 0];
  return toRange(lines, start, end);
}

function toRange(lines: LineCounter, start: number, end: number): YamlRange {
  const from = lines.linePos(start);
  const to = lines.linePos(end);
  return {
    line: Math.max(1, from.line),
    column: Math.max(1, from.col),
    endLine: Math.max(1, to.line),
    endColumn: Math.max(1, to.col),
  };
}
