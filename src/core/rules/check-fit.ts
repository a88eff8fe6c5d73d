import type { PathStep } from '../guidelines/yaml-reader.js';
import { DOCUMENT_KINDS } from '../structured/document-kind.js';
import { isDocumentMatch } from './document-match.js';
import type { Predicate, Rule, ValueTest } from './rule.js';

type Report = (path: readonly PathStep[], message: string) => void;

const KINDS: ReadonlySet<string> = new Set(DOCUMENT_KINDS);
/** Conditions that only code can meet, with what a rule on documents asks instead. */
const CODE_CONDITIONS: Readonly<Record<string, string>> = {
  receiver: 'entry or argument',
  module: 'document.holds',
  inside: 'entry with .../',
  target: 'entry with ../',
};
/** Tests of values that only code can pass. */
const CODE_TESTS = ['names', 'from', 'instance'] as const;

/**
 * Reports where a rule asks of documents what only code has, or the other way round: such a condition would never hold,
 * and the rule would be silent without a word.
 */
export function checkFit(rule: Rule, report: Report): void {
  const { match, languages } = rule;
  const kinds = languages.filter((language) => KINDS.has(language));
  const others = languages.filter((language) => !KINDS.has(language));
  if (isDocumentMatch(match)) {
    if (others.length > 0) {
      report(['languages'], `${match.kind} looks at documents; remove ${others.join(', ')}`);
    }
    const check = new ConditionCheck(report, match.kind);
    check.checkMatch(match, ['match']);
    check.checkPredicate(rule.unless, ['unless']);
    for (const [index, { when }] of (rule.cases ?? []).entries())
      check.checkPredicate(when, ['cases', index, 'when']);
    return;
  }
  const isOfCode = match.kind === 'call' || match.kind === 'setting' || match.kind === 'reference';
  if (isOfCode && kinds.length > 0) {
    report(
      ['match', 'kind'],
      `${match.kind} looks at code, but the rule names ${kinds.join(', ')}; use ${SUGGESTED}`,
    );
  }
}

const SUGGESTED = 'entry, instruction, command, variable or requirement';

/** Looks for conditions that documents cannot meet. */
class ConditionCheck {
  readonly #report: Report;
  readonly #kind: string;

  constructor(report: Report, kind: string) {
    this.#report = report;
    this.#kind = kind;
  }

  checkMatch(match: Rule['match'], path: readonly PathStep[]): void {
    if ('value' in match) this.#checkTest(match.value, [...path, 'value']);
    if ('versions' in match) this.#checkTest(match.versions, [...path, 'versions']);
    if ('where' in match) this.checkPredicate(match.where, [...path, 'where']);
  }

  checkPredicate(predicate: Predicate | undefined, path: readonly PathStep[]): void {
    if (predicate === undefined) return;
    for (const key of ['all', 'any'] as const) {
      const parts =
        key in predicate ? (predicate as Readonly<Record<string, readonly Predicate[]>>)[key] : [];
      for (const [index, part] of (parts ?? []).entries()) this.checkPredicate(part, [...path, key, index]);
    }
    if ('not' in predicate) this.checkPredicate(predicate.not, [...path, 'not']);
    for (const [key, instead] of Object.entries(CODE_CONDITIONS)) {
      if (key in predicate)
        this.#report(
          [...path, key],
          `only code can meet this condition; a rule on documents asks with ${instead}`,
        );
    }
    if ('argument' in predicate) this.#checkTests(predicate.argument, [...path, 'argument']);
    if ('entry' in predicate) this.#checkTests(predicate.entry, [...path, 'entry']);
    if ('callee' in predicate && this.#kind !== 'command')
      this.#report([...path, 'callee'], `only a command has a callee; ${this.#kind} has none`);
    if ('feeds' in predicate && this.#kind !== 'command')
      this.#report([...path, 'feeds'], `only a command feeds programs; ${this.#kind} does not`);
    if ('document' in predicate && predicate.document.holds !== undefined)
      this.checkMatch(predicate.document.holds, [...path, 'document', 'holds']);
  }

  #checkTests(tests: Readonly<Record<string, ValueTest>>, path: readonly PathStep[]): void {
    for (const [key, test] of Object.entries(tests)) this.#checkTest(test, [...path, key]);
  }

  #checkTest(test: ValueTest | undefined, path: readonly PathStep[]): void {
    if (test === undefined) return;
    for (const key of CODE_TESTS) {
      if (test[key] !== undefined)
        this.#report(
          [...path, key],
          'only values of code have this; a rule on documents asks with equals, in or matches',
        );
    }
    if (test.is === 'lambda') this.#report([...path, 'is'], 'only code has functions; a document has none');
    for (const key of ['not', 'holds', 'first', 'start', 'default'] as const)
      this.#checkTest(test[key], [...path, key]);
  }
}
