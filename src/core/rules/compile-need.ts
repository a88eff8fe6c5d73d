import { BUILTIN_NAMES } from '../semantics/builtins.js';
import type { SemanticKnowledge, SourceKnowledge } from '../semantics/knowledge.js';
import type { ImageEntrypoint } from '../structured/document-kind.js';
import { needOfDocumentMatch } from './document/document-need.js';
import { segmentsOf, tailAfter } from './name-segments.js';
import { allOf, anyOf, type Need, NOTHING, withoutPackages } from './need.js';
import { blockOf } from './needle-scanner.js';
import type { Match, OriginKind, Predicate, TextPattern, ValueTest } from './rule.js';
import { spellings } from './spellings.js';
import { isWorthASearch, literalOfRegex } from './written-literal.js';

/** How many steps of what calls give back are followed. */
const MAX_DEPTH = 4;

/** Works out what documents must hold for rules to match in them. Parts that rules share are made once. */
export class NeedCompiler {
  readonly #knowledge: SemanticKnowledge;
  /** By the first segment of what the other name is known by. */
  readonly #canonical: FirstSegments<{
    readonly other: readonly string[];
    readonly known: readonly string[];
  }>;
  /** By the first segment of the instance. */
  readonly #returns: FirstSegments<{ readonly call: string; readonly instance: readonly string[] }>;
  readonly #others = new Map<string, string[]>();
  readonly #names = new Map<string, Need>();
  readonly #mentions = new Map<string, Need>();
  readonly #origins = new Map<OriginKind, Need>();

  readonly #entrypoints: readonly ImageEntrypoint[];

  /** `entrypoints`: programs that documents run without naming them. */
  constructor(knowledge: SemanticKnowledge, entrypoints: readonly ImageEntrypoint[] = []) {
    this.#entrypoints = entrypoints;
    this.#knowledge = knowledge;
    this.#canonical = new FirstSegments(
      Object.entries(knowledge.canonical).map(([other, known]) => ({
        other: segmentsOf(other),
        known: segmentsOf(known),
      })),
      ({ known }) => known[0] ?? '',
    );
    for (const [other, known] of Object.entries(knowledge.canonical)) {
      const others = this.#others.get(known);
      if (others === undefined) this.#others.set(known, [other]);
      else others.push(other);
    }
    const returns = knowledge.returns
      .map(({ call, instance }) => ({ call, instance: segmentsOf(instance) }))
      // What gives back its own kind leads from nothing new to it, and `*` stands for what is written there.
      .filter(
        ({ call, instance }) => instance[0] !== '*' && tailAfter(segmentsOf(call), instance) === undefined,
      );
    this.#returns = new FirstSegments(returns, ({ instance }) => instance[0] ?? '');
  }

  /** Names that the knowledge takes for the very same thing as one that rules speak of. */
  otherNamesOf(name: string): readonly string[] {
    return this.#others.get(name) ?? [];
  }

  /** What a match needs. */
  needOf(match: Match): Need {
    switch (match.kind) {
      case 'call':
      case 'reference':
        return allOf([this.#oneOf(match.names), this.#needOfPredicate(match.where)]);
      case 'setting': {
        const words = match.names.flatMap(spellings);
        return allOf([
          anyOf(words.map((text) => ({ kind: 'word', text }))),
          this.#needOfTest(match.value),
          this.#needOfPredicate(match.where),
        ]);
      }
      case 'text':
        return anyOf(match.patterns.map(needOfText));
      case 'magic':
      case 'inspection':
        return NOTHING;
      case 'entry':
      case 'instruction':
      case 'command':
      case 'variable':
      case 'requirement':
        return needOfDocumentMatch(match, this.#entrypoints);
    }
  }

  #needOfPredicate(predicate: Predicate | undefined): Need {
    if (predicate === undefined) return NOTHING;
    if ('all' in predicate) return allOf(predicate.all.map((part) => this.#needOfPredicate(part)));
    if ('any' in predicate) return anyOf(predicate.any.map((part) => this.#needOfPredicate(part)));
    if ('argument' in predicate)
      return allOf(Object.values(predicate.argument).map((test) => this.#needOfTest(test)));
    if ('receiver' in predicate) return this.#needOfTest(predicate.receiver);
    if ('value' in predicate) return this.#needOfTest(predicate.value);
    if ('callee' in predicate) return this.#oneOf(predicate.callee);
    if ('target' in predicate) return this.#oneOf(predicate.target);
    if ('module' in predicate)
      return anyOf(predicate.module.mentions.map((name) => this.needOfMention(name)));
    if ('inside' in predicate && predicate.inside.decorated !== undefined)
      return this.#oneOf(predicate.inside.decorated);
    return NOTHING;
  }

  #needOfTest(test: ValueTest): Need {
    // What is not there passes whatever else is asked of it.
    if (test.is === 'missing' || test.is === 'unknown') return NOTHING;
    const { names, instance, from, holds, first, start, default: standard } = test;
    return allOf([
      ...needsOfConstant(test),
      ...[names, instance].map((list) => (list === undefined ? NOTHING : this.#oneOf(list))),
      ...[holds, first, start, standard].map((inner) =>
        inner === undefined ? NOTHING : this.#needOfTest(inner),
      ),
      from === undefined ? NOTHING : anyOf(from.map((kind) => this.needOfOrigin(kind))),
    ]);
  }

  /** What must stand in code for a value of a kind to come from it. The same object is a part of every need for it. */
  needOfOrigin(kind: OriginKind): Need {
    let need = this.#origins.get(kind);
    if (need === undefined) {
      const shapes = this.#knowledge.sources.filter((source) => source.kind === kind).flatMap(needsOfShape);
      need = anyOf([this.#oneOf(this.#namesOfOrigin(kind)), ...shapes]);
      this.#origins.set(kind, need);
    }
    return need;
  }

  /** As {@link needOfOrigin}, of sources in packages that must be imported by name. */
  needOfPackagedOrigin(kind: OriginKind): Need {
    const names = this.#namesOfOrigin(kind).filter((name) => /^(?!builtins\.)\w+\./.test(name));
    return names.length === 0 ? { kind: 'word', text: '' } : this.#oneOf(names);
  }

  #namesOfOrigin(kind: OriginKind): readonly string[] {
    return this.#knowledge.sources
      .filter((source) => source.kind === kind)
      .flatMap(({ calls, values, decorators, callbacks, methods }) => [
        ...calls,
        ...values,
        ...decorators,
        ...callbacks,
        ...methods,
      ]);
  }

  #oneOf(names: readonly string[]): Need {
    return anyOf(names.map((name) => this.#needOfName(name, 0)));
  }

  /** What must stand in code for it to mention a name; a module of the project's own may be called like a package. */
  needOfMention(name: string): Need {
    let need = this.#mentions.get(name);
    if (need === undefined) {
      need = withoutPackages(this.#needOfName(name, 0));
      this.#mentions.set(name, need);
    }
    return need;
  }

  /** What must stand in code for something in it to have a name: its parts, or those of what leads to it. */

  #needOfName(name: string, depth: number): Need {
    if (depth > MAX_DEPTH) return NOTHING;
    let need = this.#names.get(name);
    if (need === undefined) {
      const segments = segmentsOf(name);
      const ways = [needOfSegments(segments)];
      for (const { other, known } of this.#canonical.fitting(segments[0] ?? '')) {
        const tail = tailAfter(segments, known);
        if (tail !== undefined) ways.push(needOfSegments([...other, ...tail]));
      }
      for (const { call, instance } of this.#returns.fitting(segments[0] ?? '')) {
        const tail = tailAfter(segments, instance);
        if (tail === undefined) continue;
        ways.push(allOf([this.#needOfName(call, depth + 1), ...tail.map(needOfSegment)]));
      }
      need = anyOf(ways);
      if (depth === 0) this.#names.set(name, need);
    }
    return need;
  }
}

/** What stands in code with an object that hands its functions such values. */
function needsOfShape({ shape }: SourceKnowledge): readonly Need[] {
  if (shape === undefined) return [];
  const all = [shape.functions, shape.oneOf].map((words) => anyOf(words.map(needOfSegment)));
  return [allOf([...all, ...shape.beside.map(needOfSegment)])];
}

/** A list that is looked through for what may begin with a segment. */
class FirstSegments<T> {
  readonly #all: readonly T[];
  readonly #bySegment = new Map<string, T[]>();

  constructor(items: readonly T[], firstOf: (item: T) => string) {
    this.#all = items;
    for (const item of items) {
      const first = firstOf(item);
      // A pattern may fit any segment.
      const key = first.includes('*') ? '*' : first;
      const list = this.#bySegment.get(key);
      if (list === undefined) this.#bySegment.set(key, [item]);
      else list.push(item);
    }
  }

  /** In the order of the list. */
  fitting(segment: string): readonly T[] {
    if (segment.includes('*') || this.#bySegment.has('*')) return this.#all;
    return this.#bySegment.get(segment) ?? [];
  }
}

/** Last segments of calls that give back the kind of thing they belong to, such as `from_pretrained`. */
export function fluentMethods({ returns }: SemanticKnowledge): ReadonlySet<string> {
  const own = returns.filter(
    ({ call, instance }) =>
      instance === '*' || tailAfter(segmentsOf(call), segmentsOf(instance)) !== undefined,
  );
  return new Set(own.map(({ call }) => segmentsOf(call).at(-1) ?? ''));
}

/** What a constant must spell; what code puts together from shorter pieces is not looked for. */
function needsOfConstant({ equals, in: list, matches }: ValueTest): readonly Need[] {
  const values = [...(equals === undefined ? [] : [[equals]]), ...(list === undefined ? [] : [list])];
  const literal = matches === undefined ? undefined : literalOfRegex(matches);
  return [
    ...values.map((texts) =>
      anyOf(
        texts.map((text) =>
          typeof text === 'string' && isWorthASearch(text) ? { kind: 'written', text } : NOTHING,
        ),
      ),
    ),
    literal === undefined ? NOTHING : { kind: 'written', text: literal },
  ];
}

function needOfText({ needle, regex }: TextPattern): Need {
  if (needle !== undefined) return { kind: 'part', text: needle };
  return isBeyondAscii(regex) ? { kind: 'beyond-ascii', blocks: blocksOf(regex) } : NOTHING;
}

/** True for an expression whose every character is an escape beyond ASCII, so that it finds nothing else. */
function isBeyondAscii(regex: string): boolean {
  const rest = regex
    .replace(/\\u(?!00[0-7])[\da-fA-F]{4}/g, '')
    .replace(/\[-*\]|\{\d+(?:,\d*)?\}/g, '')
    .replace(/\(\?(?::|<?[!=])/g, '(');
  return /^[()*+?|]*$/.test(rest);
}

/** Blocks of the code units that an expression speaks of by escapes. */
function blocksOf(regex: string): readonly number[] {
  const blocks = new Set<number>();
  for (const [, from = '', to = from] of withoutLooksBack(regex).matchAll(
    /\\u([\da-fA-F]{4})(?:-\\u([\da-fA-F]{4}))?/g,
  )) {
    const last = blockOf(Number.parseInt(to, 16));
    for (let block = blockOf(Number.parseInt(from, 16)); block <= last; block += 1) blocks.add(block);
  }
  return [...blocks];
}

/** An expression without what must not stand before a match: that is no part of it. */
function withoutLooksBack(regex: string): string {
  const start = regex.indexOf('(?<!');
  if (start === -1) return regex;
  let depth = 0;
  let at = start;
  do {
    const character = regex.charAt(at);
    if (character === '\\') at += 1;
    else if (character === '(') depth += 1;
    else if (character === ')') depth -= 1;
    at += 1;
  } while (depth > 0 && at < regex.length);
  return withoutLooksBack(regex.slice(0, start) + regex.slice(at));
}

function needOfSegments(segments: readonly string[]): Need {
  const [first = '', ...rest] = segments;
  const [builtin = ''] = rest;
  if (first === 'builtins' && rest.length === 1 && BUILTIN_NAMES.has(builtin)) {
    return { kind: 'word', text: builtin, isBare: true };
  }
  const root = needOfPackage(first);
  const parts = [root, ...rest.map(needOfSegment)].filter(({ kind }) => kind !== 'nothing');
  return root.kind === 'nothing' ? allOf(parts) : { kind: 'name', segments, parts };
}

function needOfPackage(segment: string): Need {
  const [text = ''] = segment.split('*');
  if (segment === 'builtins' || text === '') return NOTHING;
  return { kind: 'package', text, isPrefix: text !== segment };
}

function needOfSegment(segment: string): Need {
  if (!segment.includes('*')) return segment === '' ? NOTHING : { kind: 'word', text: segment };
  const [longest = ''] = segment.split('*').sort((a, b) => b.length - a.length);
  return longest === '' ? NOTHING : { kind: 'part', text: longest };
}
