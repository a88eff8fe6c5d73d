import {
  type Alias,
  Composer,
  type Document,
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  type Node,
  Parser,
  type Scalar,
} from 'yaml';
import { findExcessNesting } from '../guidelines/yaml-nesting.js';
import type { Span } from '../source/position.js';
import { type DataEntry, type DataNode, type DataReading, MAX_DEPTH, type ScalarNode } from './data-node.js';
import { maskDefinitions } from './mask-definitions.js';
import { maskPlaceholders, maskTemplates, TEMPLATE_MARK } from './mask-templates.js';

/** Longer texts take too long. */
const MAX_LENGTH = 1_500_000;
const MAX_DOCUMENTS = 5_000;
/** Merge keys may multiply entries. */
const MAX_MERGED = 20_000;

/** Reads YAML, with templates as far as the rest allows. Never throws; what is too large, too deep or broken is said. */
export function readYaml(original: string): DataReading {
  const { text: source, masked: left } = maskDefinitions(original);
  const length = original.length - left;
  if (length > MAX_LENGTH) return tooLarge(length, MAX_LENGTH);
  const masked = maskTemplates(source);
  const text = maskPlaceholders(masked?.text ?? source);
  const deep = findExcessNesting(text, MAX_DEPTH);
  if (deep !== undefined) return { roots: [], problem: { message: 'it is nested too deeply', offset: deep } };
  const composer = new Composer({ uniqueKeys: false, logLevel: 'silent', prettyErrors: false, merge: true });
  const roots: DataNode[] = [];
  let problem: DataReading['problem'];
  let count = 0;
  for (const token of new Parser().parse(text)) {
    for (const document of composer.next(token)) add(document);
    if (count > MAX_DOCUMENTS) break;
  }
  for (const document of composer.end(false, text.length)) add(document);

  function add(document: Document.Parsed): void {
    count += 1;
    if (count > MAX_DOCUMENTS) {
      problem ??= { message: `it has more than ${MAX_DOCUMENTS} documents`, offset: document.range[0] };
      return;
    }
    const [start, , end] = document.range;
    const isOpen = masked?.insertions.some((at) => at >= start && at <= end) ?? false;
    const [error] = document.errors;
    if (error !== undefined) {
      const line = error.message.split('\n')[0] ?? '';
      const why = masked === undefined ? 'it is not valid YAML' : 'a template hides what its YAML is';
      problem ??= { message: `${why}: ${line}`, offset: Math.min(error.pos[0], source.length) };
    }
    if (document.contents === null) return;
    const reader = new YamlReader(isOpen || error !== undefined);
    roots.push(reader.read(document.contents));
    if (reader.isCut) problem ??= { message: 'its merge keys lead to too many entries', offset: start };
  }
  return problem === undefined ? { roots } : { roots, problem };
}

/** What is said of a document that is too large. */
export function tooLarge(length: number, limit: number): DataReading {
  const message = `it has ${length} characters, more than the ${limit} that are read of such a file`;
  return { roots: [], problem: { message, offset: 0 } };
}

class YamlReader {
  isCut = false;
  readonly #isOpen: boolean;
  readonly #anchors = new Map<string, Node>();
  readonly #known = new Map<Node, DataNode>();
  readonly #entered = new Set<Node>();
  #merged = 0;

  constructor(isOpen: boolean) {
    this.#isOpen = isOpen;
  }

  read(node: Node): DataNode {
    if (isAlias(node)) return this.#readAlias(node);
    const known = this.#known.get(node);
    if (known !== undefined) return known;
    // An anchor that holds itself.
    if (this.#entered.has(node)) return unknownAt(spanOf(node));
    this.#entered.add(node);
    // An alias means the last anchor of its name before it.
    if ((isScalar(node) || isCollection(node)) && node.anchor !== undefined)
      this.#anchors.set(node.anchor, node);
    const read = this.#readNode(node);
    this.#entered.delete(node);
    this.#known.set(node, read);
    return read;
  }

  #readNode(node: Node): DataNode {
    if (isScalar(node)) return readScalar(node);
    const style = isCollection(node) && node.flow === true ? 'flow' : 'block';
    if (isSeq(node)) {
      const items = node.items.flatMap((item) => (isNode(item) ? [this.read(item)] : []));
      return { kind: 'list', span: spanOf(node), items, isComplete: !this.#isOpen, style };
    }
    if (!isMap(node)) return unknownAt(spanOf(node));
    const own: DataEntry[] = [];
    const merged: DataEntry[] = [];
    let isComplete = !this.#isOpen;
    for (const { key, value } of node.items) {
      if (!isScalar(key)) {
        isComplete = false;
        continue;
      }
      const keySpan = spanOf(key);
      const data = isNode(value) ? this.read(value) : nullAt(keySpan.end);
      if (key.value === '<<' || String(key.value).includes(TEMPLATE_MARK)) {
        const taken = key.value === '<<' ? this.#mergedEntries(data) : undefined;
        if (taken === undefined) isComplete = false;
        else merged.push(...taken);
        continue;
      }
      const end = Math.max(keySpan.end, isAlias(value) ? spanOf(value).end : data.span.end);
      const span = { start: keySpan.start, end };
      own.push({ key: String(key.value), keySpan, value: data, span });
    }
    const names = new Set(own.map(({ key }) => key));
    const entries = [...merged.filter(({ key }) => !names.has(key)), ...own];
    return { kind: 'map', span: spanOf(node), entries, isComplete, style };
  }

  /** Entries that `<<` brings; undefined when they are not known. Within a list the first of equal keys counts. */
  #mergedEntries(value: DataNode): readonly DataEntry[] | undefined {
    const maps = value.kind === 'list' ? [...value.items].reverse() : [value];
    const entries: DataEntry[] = [];
    for (const map of maps) {
      if (map.kind !== 'map' || !map.isComplete) return undefined;
      this.#merged += map.entries.length;
      if (this.#merged > MAX_MERGED) {
        this.isCut = true;
        return undefined;
      }
      entries.push(...map.entries);
    }
    return entries;
  }

  #readAlias(alias: Alias): DataNode {
    const target = this.#anchors.get(alias.source);
    return target === undefined ? unknownAt(spanOf(alias)) : this.read(target);
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'range' in value;
}

function spanOf(node: Node): Span {
  const [start = 0, end = 0] = node.range ?? [];
  return { start, end };
}

function readScalar(node: Scalar): ScalarNode {
  const { value, source } = node;
  const written = typeof value === 'string' ? value : (source ?? '');
  const isKnown = !written.includes(TEMPLATE_MARK);
  const isPlain = node.type === undefined || node.type === 'PLAIN';
  const isBlock = node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED';
  return {
    kind: 'scalar',
    span: spanOf(node),
    value: toValue(value),
    isKnown,
    style: isPlain ? 'plain' : isBlock ? 'block' : 'quoted',
  };
}

function toValue(value: unknown): ScalarNode['value'] {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  return typeof value === 'number' ? value : String(value);
}

function nullAt(offset: number): ScalarNode {
  const span = { start: offset, end: offset };
  return { kind: 'scalar', span, value: null, isKnown: true, style: 'plain' };
}

function unknownAt(span: Span): ScalarNode {
  return { kind: 'scalar', span, value: null, isKnown: false, style: 'plain' };
}
