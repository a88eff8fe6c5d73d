import type { SemanticKnowledge } from '../semantics/knowledge.js';
import { firstSegment, lastSegment, NamePatterns } from '../semantics/name-pattern.js';
import type { Match, OriginKind, Predicate, Rule, TextPattern, ValueTest } from './rule.js';

/** A rule made ready to run. */
export interface CompiledRule {
  readonly rule: Rule;
  /** The document can hold a match only if it holds every literal of one of these lists; empty means always. */
  readonly needles: readonly (readonly string[])[];
  /** Words, one of which stands at every match; absent when a match can stand anywhere. */
  readonly words: readonly string[] | undefined;
  /** Names of a call or reference match. */
  readonly names: NamePatterns;
  readonly texts: readonly CompiledText[];
  /** Expressions of a magic match. */
  readonly commands: readonly RegExp[];
}

export interface CompiledText {
  readonly pattern: TextPattern;
  readonly expression: RegExp;
}

/** Compiles a rule; the knowledge tells which libraries give the values that the rule wants to see flow. */
export function compileRule(rule: Rule, knowledge: SemanticKnowledge): CompiledRule {
  const { match } = rule;
  return {
    rule,
    needles: needlesOf(match, knowledge),
    words: wordsOf(match, knowledge),
    names: new NamePatterns(match.kind === 'call' || match.kind === 'reference' ? match.names : []),
    texts:
      match.kind === 'text'
        ? match.patterns.map((pattern) => ({ pattern, expression: new RegExp(pattern.regex, 'gd') }))
        : [],
    commands: match.kind === 'magic' ? match.patterns.map((pattern) => new RegExp(pattern)) : [],
  };
}

function wordsOf(match: Match, knowledge: SemanticKnowledge): readonly string[] | undefined {
  switch (match.kind) {
    case 'call':
    case 'reference': {
      const words = match.names.flatMap((name) => spelledNames(name, knowledge)).map(calledWord);
      const known = words.filter((word) => word !== undefined);
      return known.length === words.length ? [...new Set(known)] : undefined;
    }
    case 'setting':
      return match.names.flatMap(spellings);
    case 'text':
    case 'magic':
      return undefined;
  }
}

/** A setting as code spells it, and as a command-line option does. */
function spellings(name: string): readonly string[] {
  const option = name.replaceAll('_', '-');
  return option === name ? [name] : [name, option];
}

function needlesOf(match: Match, knowledge: SemanticKnowledge): readonly (readonly string[])[] {
  switch (match.kind) {
    case 'call':
    case 'reference': {
      const spelled = match.names.flatMap((name) => spelledNames(name, knowledge));
      const own = spelled.flatMap((name) => {
        const first = firstSegment(name);
        const last = lastSegment(name);
        const roots =
          first === undefined || first === 'builtins' ? [undefined] : spelledRoots(first, knowledge);
        return roots.map((root) => [...new Set([root, last].filter((literal) => literal !== undefined))]);
      });
      if (own.some((literals) => literals.length === 0)) return [];
      return withRoots(withModules(own, match.where, knowledge), requiredOrigins(match.where), knowledge);
    }
    case 'setting': {
      const own = match.names.flatMap(spellings).map((word) => [word]);
      const origins = originsOf(match.value) ?? requiredOrigins(match.where);
      return withRoots(withModules(own, match.where, knowledge), origins, knowledge);
    }
    case 'text': {
      const needles = match.patterns.map(({ needle }) => needle);
      const known = needles.filter((needle) => needle !== undefined);
      return known.length === needles.length ? known.map((needle) => [needle]) : [];
    }
    case 'magic':
      return [];
  }
}

/** Needles that also hold a package from which a value of one of the kinds can come. */
function withRoots(
  own: readonly (readonly string[])[],
  origins: readonly OriginKind[] | undefined,
  knowledge: SemanticKnowledge,
): readonly (readonly string[])[] {
  const roots = origins === undefined ? undefined : rootsOf(origins, knowledge);
  if (roots === undefined) return own;
  return own.flatMap((literals) => roots.map((root) => [...literals, root]));
}

/** A name with those that the knowledge takes for the very same thing. */
function spelledNames(name: string, { canonical }: SemanticKnowledge): readonly string[] {
  const others = Object.entries(canonical).flatMap(([other, known]) => (known === name ? [other] : []));
  return [name, ...others];
}

/** The word at which a name stands in code; the result of a call may have any name. */
function calledWord(name: string): string | undefined {
  return name.endsWith('()') ? undefined : lastSegment(name);
}

/** Needles that also hold a package without a mention of which the condition cannot hold. */
function withModules(
  own: readonly (readonly string[])[],
  where: Predicate | undefined,
  knowledge: SemanticKnowledge,
): readonly (readonly string[])[] {
  const parts = where !== undefined && 'all' in where ? where.all : [];
  const required = parts.find((part) => 'module' in part);
  if (required === undefined) return own;
  const roots = new Set<string>();
  for (const name of required.module.mentions) {
    const first = firstSegment(name);
    if (first === undefined) return own;
    for (const root of spelledRoots(first, knowledge)) roots.add(root);
  }
  return own.flatMap((literals) => [...roots].map((root) => [...literals, root]));
}

/**
 * A top-level package as code may write it: by its own name, or by one that the knowledge leads to it. `isPrefix`: what
 * is given is how the names of several packages begin.
 */
function spelledRoots(root: string, { canonical }: SemanticKnowledge, isPrefix = false): readonly string[] {
  const roots = new Set([root]);
  for (const [name, known] of Object.entries(canonical)) {
    const first = firstSegment(name);
    const owner = firstSegment(known);
    const isKnown = isPrefix ? owner?.startsWith(root) === true : owner === root;
    if (isKnown && first !== undefined && !first.includes(root)) roots.add(first);
  }
  return [...roots];
}

/** Kinds of origin without one of which the condition cannot hold; undefined when it can. */
function requiredOrigins(predicate: Predicate | undefined): readonly OriginKind[] | undefined {
  if (predicate === undefined) return undefined;
  if ('all' in predicate) {
    for (const part of predicate.all) {
      const origins = requiredOrigins(part);
      if (origins !== undefined) return origins;
    }
    return undefined;
  }
  if ('argument' in predicate) {
    for (const test of Object.values(predicate.argument)) {
      const origins = originsOf(test);
      if (origins !== undefined) return origins;
    }
  }
  return undefined;
}

function originsOf(test: ValueTest): readonly OriginKind[] | undefined {
  return test.from?.includes('literal') === true ? undefined : test.from;
}

/** Top-level packages that give values of these kinds; undefined when some come from anywhere. */
function rootsOf(kinds: readonly OriginKind[], knowledge: SemanticKnowledge): readonly string[] | undefined {
  const roots = new Set<string>();
  for (const source of knowledge.sources) {
    if (!kinds.includes(source.kind)) continue;
    const { calls, values, decorators, callbacks, methods } = source;
    for (const name of [...calls, ...values, ...decorators, ...callbacks, ...methods]) {
      const [first = ''] = name.replaceAll('()', '').split('.');
      const root = first.split('*')[0] ?? '';
      if (root === '' || root === 'builtins') return undefined;
      for (const spelled of spelledRoots(root, knowledge, root !== first)) roots.add(spelled);
    }
  }
  return [...roots];
}
