import { once } from '../once.js';
import { lastSegment, NamePatterns } from '../semantics/name-pattern.js';
import type { NeedCompiler } from './compile-need.js';
import type { Need } from './need.js';
import type { Match, Rule, TextPattern } from './rule.js';
import { spellings } from './spellings.js';

/** A rule made ready to run. */
export interface CompiledRule {
  readonly rule: Rule;
  /** What a document must hold for a match to be in it. */
  readonly need: Need;
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

/** Compiles a rule; `needs` is shared by all rules. What it needs is worked out when it is first asked for. */
export function compileRule(rule: Rule, needs: NeedCompiler): CompiledRule {
  const { match } = rule;
  const need = once(() => needs.needOf(match));
  return {
    rule,
    get need() {
      return need();
    },
    words: wordsOf(match, needs),
    names: new NamePatterns(match.kind === 'call' || match.kind === 'reference' ? match.names : []),
    texts:
      match.kind === 'text'
        ? match.patterns.map((pattern) => ({ pattern, expression: new RegExp(pattern.regex, 'gd') }))
        : [],
    commands: match.kind === 'magic' ? match.patterns.map((pattern) => new RegExp(pattern)) : [],
  };
}

function wordsOf(match: Match, needs: NeedCompiler): readonly string[] | undefined {
  switch (match.kind) {
    case 'call':
    case 'reference': {
      const words = match.names.flatMap((name) => [name, ...needs.otherNamesOf(name)]).map(calledWord);
      const known = words.filter((word) => word !== undefined);
      return known.length === words.length ? [...new Set(known)] : undefined;
    }
    case 'setting':
      return match.names.flatMap(spellings);
    case 'text':
    case 'magic':
    case 'inspection':
    case 'entry':
    case 'instruction':
    case 'command':
    case 'variable':
    case 'requirement':
      return undefined;
  }
}

/** The word at which a name stands in code; the result of a call may have any name. */
function calledWord(name: string): string | undefined {
  return name.endsWith('()') ? undefined : lastSegment(name);
}
