import type { Flow } from '../semantics/flow-path.js';
import { judgeVersion } from '../semantics/judge-version.js';
import { NamePatterns } from '../semantics/name-pattern.js';
import type { Scope } from '../semantics/scope.js';
import { isImageFitting } from './document/judge-image.js';
import { judgeHost } from './host-reach.js';
import type { KnownTexts } from './known-lists.js';
import {
  type ArgumentLookup,
  findArgument,
  type MatchContext,
  type ModuleAnalysis,
  type PlacedValue,
  type Verdict,
} from './match-context.js';
import type { Predicate, ValueTest } from './rule.js';
import { defaultOf, isInstance, itemsOf, startOf } from './value-parts.js';

/** How far after a call the member is looked for that is taken of its result. */
const MAX_AFTER = 80;

const YES: Verdict = { holds: true };
const NO: Verdict = { holds: false };

/** Judges conditions of rules. Keeps compiled patterns; holds nothing of a module. */
export class Evaluator {
  readonly #patterns = new Map<readonly string[], NamePatterns>();
  readonly #expressions = new Map<string, RegExp>();
  readonly #known: KnownTexts;

  constructor(known: KnownTexts) {
    this.#known = known;
  }

  /** Whether a condition holds for a match. */
  judge(predicate: Predicate, context: MatchContext, module: ModuleAnalysis): Verdict {
    if ('all' in predicate) {
      let flow: Flow | undefined;
      for (const part of predicate.all) {
        const verdict = this.judge(part, context, module);
        if (!verdict.holds) return NO;
        flow ??= verdict.flow;
      }
      return withFlow(flow);
    }
    if ('any' in predicate) {
      for (const part of predicate.any) {
        const verdict = this.judge(part, context, module);
        if (verdict.holds) return verdict;
      }
      return NO;
    }
    if ('not' in predicate) return this.judge(predicate.not, context, module).holds ? NO : YES;
    if ('argument' in predicate) {
      let flow: Flow | undefined;
      for (const [key, test] of Object.entries(predicate.argument)) {
        const verdict = this.judgeValue(test, findArgument(key, context, module), module);
        if (!verdict.holds) return NO;
        flow ??= verdict.flow;
      }
      return withFlow(flow);
    }
    if ('callee' in predicate) {
      const { callee, site } = context;
      if (callee === undefined) return NO;
      return this.#compile(predicate.callee).matchesAny(module.resolver.namesOf(callee, site)) ? YES : NO;
    }
    if ('receiver' in predicate) {
      const { callee } = context;
      if (callee?.kind !== 'attribute') return NO;
      return this.judgeValue(predicate.receiver, { value: callee.object, site: context.site }, module);
    }
    if ('value' in predicate) return this.judgeValue(predicate.value, context.value ?? 'unknown', module);
    if ('version' in predicate) {
      const { package: name, bound, is } = predicate.version;
      return judgeVersion(module.project, name, bound ?? '0') === is ? YES : NO;
    }
    if ('usedBy' in predicate) {
      const { call } = context;
      if (call === undefined) return NO;
      const { syntax } = module.model;
      const end = Math.min(call.end + MAX_AFTER, syntax.blockAt(call.start)?.end ?? call.end);
      const after = syntax.text.slice(call.end, end).trimStart();
      const member = /^\.\s*(\w+)/.exec(after)?.[1] ?? /^\[\(\)\]/.exec(after)?.[0];
      return member !== undefined && predicate.usedBy.includes(member) ? YES : NO;
    }
    if ('module' in predicate) return module.mentions(predicate.module.mentions) ? YES : NO;
    if ('target' in predicate) {
      const { target, site } = context;
      if (target === undefined) return NO;
      // In a function the attribute already stands for what is set here, so its object is asked as well.
      const names = module.resolver.namesOf(target, site);
      const spelled =
        target.kind === 'attribute'
          ? module.resolver.namesOf(target.object, site).map((name) => `${name}.${target.name}`)
          : [];
      return this.#compile(predicate.target).matchesAny([...names, ...spelled]) ? YES : NO;
    }
    // What documents that are no code are asked.
    if (!('inside' in predicate)) return NO;
    const { decorated, scope, file, text } = predicate.inside;
    // Code never stands in a comment.
    if (text === 'comment') return NO;
    if (file === 'notebook' && !((module.model.source?.cellStarts.length ?? 0) > 0)) return NO;
    if (scope === 'module' && context.site.scope !== module.model.root) return NO;
    return decorated === undefined || this.#isInside(decorated, context, module) ? YES : NO;
  }

  /** Whether one value passes a test. */
  judgeValue(test: ValueTest, lookup: ArgumentLookup, module: ModuleAnalysis): Verdict {
    if (test.not !== undefined && this.judgeValue(test.not, lookup, module).holds) return NO;
    if (lookup === 'missing' || lookup === 'unknown') {
      const wantsValue =
        test.equals !== undefined ||
        test.in !== undefined ||
        test.matches !== undefined ||
        test.names !== undefined ||
        test.from !== undefined ||
        test.instance !== undefined ||
        test.holds !== undefined ||
        test.first !== undefined ||
        test.host !== undefined ||
        test.known !== undefined ||
        test.start !== undefined ||
        test.default !== undefined ||
        test.image !== undefined;
      if (test.is === lookup) return YES;
      return test.is === undefined && !wantsValue && test.not !== undefined ? YES : NO;
    }
    if (test.is === 'missing' || test.is === 'unknown') return NO;
    const { value, site } = lookup;
    if (test.is === 'lambda' && value.kind !== 'function-expr') return NO;
    const needsConstant =
      test.is === 'constant' ||
      test.is === 'not-constant' ||
      test.equals !== undefined ||
      test.in !== undefined ||
      test.matches !== undefined ||
      test.image !== undefined ||
      test.from?.includes('literal') === true;
    const constant = needsConstant ? module.folder.fold(value, site) : undefined;
    if (test.is === 'constant' && constant === undefined) return NO;
    if (test.is === 'not-constant' && constant !== undefined) return NO;
    if (test.equals !== undefined && (constant === undefined || constant.value !== test.equals)) return NO;
    if (test.in !== undefined && (constant === undefined || !test.in.includes(constant.value))) return NO;
    if (test.matches !== undefined) {
      if (typeof constant?.value !== 'string' || !this.#expression(test.matches).test(constant.value))
        return NO;
    }
    if (test.image !== undefined) {
      if (typeof constant?.value !== 'string' || !isImageFitting(constant.value, test.image)) return NO;
    }
    if (
      test.names !== undefined &&
      !this.#compile(test.names).matchesAny(module.resolver.namesOf(value, site))
    ) {
      return NO;
    }
    if (test.instance !== undefined) {
      const patterns = this.#compile(test.instance);
      if (!isInstance(value, site, module, (name) => patterns.matches(name))) return NO;
    }
    if (test.host !== undefined || test.known !== undefined) {
      const { value: start } = startOf(value, site, module);
      const text = start.kind === 'constant' && typeof start.value === 'string' ? start.value : '';
      const whole = module.folder.fold(value, site);
      const isWhole = whole !== undefined;
      if (test.host !== undefined && judgeHost(text, isWhole) !== test.host) return NO;
      // What follows and is not known is no end of a host or a name.
      const written = isWhole ? String(whole.value) : `${text}{`;
      if (test.known !== undefined && !this.#expression(this.#known[test.known]).test(written)) return NO;
    }
    let flow: Flow | undefined;
    if (test.start !== undefined) {
      const verdict = this.judgeValue(test.start, startOf(value, site, module), module);
      if (!verdict.holds) return NO;
      flow = verdict.flow;
    }
    if (test.default !== undefined) {
      const standard = defaultOf(value, site, module);
      if (standard === undefined || !this.judgeValue(test.default, standard, module).holds) return NO;
    }
    if (test.holds !== undefined) {
      const verdict = this.#judgeItems(test.holds, itemsOf(value, site, module), module);
      if (!verdict.holds) return NO;
      flow ??= verdict.flow;
    }
    if (test.first !== undefined) {
      const [first] = itemsOf(value, site, module);
      const verdict = first === undefined ? NO : this.judgeValue(test.first, first, module);
      if (!verdict.holds) return NO;
      flow ??= verdict.flow;
    }
    if (test.from === undefined) return withFlow(flow);
    if (constant !== undefined && test.from.includes('literal')) return YES;
    const traced = module.tracer.trace(value, site, test.from, test.as);
    return traced === undefined ? NO : { holds: true, flow: traced };
  }

  #judgeItems(test: ValueTest, items: readonly PlacedValue[], module: ModuleAnalysis): Verdict {
    for (const item of items) {
      const verdict = this.judgeValue(test, item, module);
      if (verdict.holds) return verdict;
    }
    return NO;
  }

  #isInside(names: readonly string[], context: MatchContext, module: ModuleAnalysis): boolean {
    const patterns = this.#compile(names);
    for (let scope: Scope | undefined = context.site.scope; scope !== undefined; scope = scope.parent) {
      const { owner, parent } = scope;
      if (owner?.kind !== 'function' || parent === undefined) continue;
      const site = { scope: parent, offset: owner.start };
      const isDecorated = owner.decorators.some((decorator) => {
        const callee = decorator.kind === 'call' ? decorator.callee : decorator;
        return patterns.matchesAny(module.resolver.namesOf(callee, site));
      });
      if (isDecorated) return true;
    }
    return false;
  }

  #compile(names: readonly string[]): NamePatterns {
    let patterns = this.#patterns.get(names);
    if (patterns === undefined) {
      patterns = new NamePatterns(names);
      this.#patterns.set(names, patterns);
    }
    return patterns;
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

function withFlow(flow: Flow | undefined): Verdict {
  return flow === undefined ? YES : { holds: true, flow };
}
