import { judgeHost } from '../host-reach.js';
import type { KnownTexts } from '../known-lists.js';
import type { ValueTest } from '../rule.js';
import type { DataLookup } from './data-value.js';
import { isImageFitting } from './judge-image.js';

/** Keeps the compiled expressions of rules. */
export class ValueJudge {
  readonly #expressions = new Map<string, RegExp>();
  readonly #known: KnownTexts;

  constructor(known: KnownTexts) {
    this.#known = known;
  }

  /** Whether a value passes a test. Tests that only code can pass (names, origins, instances) never hold. */
  judge(test: ValueTest, lookup: DataLookup): boolean {
    if (test.not !== undefined && this.judge(test.not, lookup)) return false;
    if (lookup === 'missing' || lookup === 'unknown') {
      if (test.is === lookup) return true;
      // What is not seen is no ground for a finding.
      return test.is === undefined && lookup === 'missing' && test.not !== undefined && !wantsValue(test);
    }
    if (test.is === 'missing' || test.is === 'unknown' || test.is === 'lambda') return false;
    if (test.names !== undefined || test.instance !== undefined || test.from !== undefined) return false;
    const { constant, items } = lookup;
    if (test.is === 'constant' && constant === undefined) return false;
    if (test.is === 'not-constant' && constant !== undefined) return false;
    // Of what is decided elsewhere nothing is certain, not even that it is something else.
    if (lookup.isHidden && test.not !== undefined && test.not.is === undefined) return false;
    if (test.equals !== undefined && (constant === undefined || constant.value !== test.equals)) return false;
    if (test.in !== undefined && (constant === undefined || !test.in.includes(constant.value))) return false;
    const text = typeof constant?.value === 'string' ? constant.value : undefined;
    if (test.matches !== undefined) {
      const written = typeof constant?.value === 'number' ? String(constant.value) : text;
      if (written === undefined || !this.#expression(test.matches).test(written)) return false;
    }
    if (test.host !== undefined && (text === undefined || judgeHost(text, true) !== test.host)) return false;
    if (test.known !== undefined) {
      if (text === undefined || !this.#expression(this.#known[test.known]).test(text)) return false;
    }
    if (test.start !== undefined && !this.judge(test.start, lookup)) return false;
    if (test.image !== undefined && (text === undefined || !isImageFitting(text, test.image))) return false;
    const { holds, first } = test;
    if (holds !== undefined && !items.some((item) => this.judge(holds, item))) return false;
    return first === undefined || (items[0] !== undefined && this.judge(first, items[0]));
  }

  /** True when a value that is not there passes. */
  passesMissing(test: ValueTest): boolean {
    return this.judge(test, 'missing');
  }

  /** True when one of the texts fits an expression. */
  matches(expression: string, text: string): boolean {
    return this.#expression(expression).test(text);
  }

  #expression(source: string): RegExp {
    let expression = this.#expressions.get(source);
    if (expression === undefined) {
      expression = new RegExp(source);
      this.#expressions.set(source, expression);
    }
    return expression;
  }
}

function wantsValue(test: ValueTest): boolean {
  const { equals, in: list, matches, holds, first, host, known, start, image } = test;
  return [equals, list, matches, holds, first, host, known, start, image].some((part) => part !== undefined);
}
