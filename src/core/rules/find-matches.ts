import type { Site } from '../semantics/module-model.js';
import { boundArguments, viewCall } from '../semantics/partial-calls.js';
import type { Scope } from '../semantics/scope.js';
import { ownersOf, scopeAt } from '../semantics/scope-path.js';
import type { CallExpr, Expr, Stmt } from '../syntax/ir.js';
import type { Candidates } from './candidates.js';
import type { CompiledRule } from './compile-rule.js';
import { SettingFinder } from './find-settings.js';
import type { MatchContext, ModuleAnalysis } from './match-context.js';
import { type RuleIndex, rulesFor } from './rule-index.js';

/** A place that a rule speaks about, before its conditions are judged. */
export interface RawMatch {
  readonly compiled: CompiledRule;
  readonly context: MatchContext;
}

/** Receives matches and counts the calls that were looked at. */
export interface MatchSink {
  match(match: RawMatch): void;
  call(): void;
}

/** Names to which code assigns calls. */
export type AssignedCalls = Pick<WeakMap<Expr, string>, 'get' | 'set'>;

/** Finds the places in code that the indexed rules speak about. */
export class MatchFinder {
  readonly #module: ModuleAnalysis;
  readonly #candidates: Candidates;
  readonly #index: RuleIndex;
  readonly #sink: MatchSink;
  readonly #settings: SettingFinder | undefined;
  readonly #assigned: AssignedCalls;

  constructor(
    module: ModuleAnalysis,
    candidates: Candidates,
    index: RuleIndex,
    sink: MatchSink,
    assigned: AssignedCalls,
  ) {
    this.#module = module;
    this.#candidates = candidates;
    this.#index = index;
    this.#sink = sink;
    this.#assigned = assigned;
    this.#settings = index.settings.isEmpty
      ? undefined
      : new SettingFinder(module, index.settings, (match) => sink.match(match));
  }

  statement(statement: Stmt, scope: Scope): void {
    if (statement.kind === 'assign' && statement.value?.kind === 'call') {
      const [target] = statement.targets;
      if (target?.kind === 'name') this.#assigned.set(statement.value, target.name);
    }
    this.#settings?.statement(statement, scope);
  }

  expression(expr: Expr, scope: Scope): void {
    if (expr.kind === 'call') {
      this.#sink.call();
      if (!this.#index.calls.isEmpty) {
        const site: Site = { scope, offset: expr.start };
        this.#calledRules(expr, site);
        this.#madeRules(expr, site);
      }
    }
    this.#settings?.expression(expr, scope);
    if (expr.kind === 'name' || expr.kind === 'attribute') this.#reference(expr, scope);
  }

  #calledRules(call: CallExpr, site: Site): void {
    const view = viewCall(this.#module.resolver, call, site);
    const rules = this.#rulesAt(view.callee);
    if (rules.length === 0) return;
    const names = this.#namesOfThing(view.callee, site);
    if (names.length === 0 || (view.isPartial && this.#isCalledByName(call))) return;
    const bound = boundArguments(this.#module.resolver, view.callee, site);
    for (const compiled of rules) {
      if (!compiled.names.matchesAny(names) || !this.#isKnownWord(compiled, view.callee, site)) continue;
      const context: MatchContext = {
        span: view.callee,
        site,
        call,
        callee: view.callee,
        args: view.args,
        isPartial: view.isPartial || bound === 'several',
        ...(bound === undefined || bound === 'several' ? {} : { bound }),
      };
      this.#sink.match({ compiled, context });
    }
  }

  /** `pool.map(os.system, commands)`: rules of what is called for it. What more is passed is not known, and no fix fits. */
  #madeRules(call: CallExpr, site: Site): void {
    const made = this.#module.tracer.madeBy(call, site);
    if (made === undefined || viewCall(this.#module.resolver, call, site).isPartial) return;
    const { callee, args } = made;
    if (callee.kind !== 'name' && callee.kind !== 'attribute') return;
    const rules = this.#rulesAt(callee);
    const names = rules.length === 0 ? [] : this.#namesOfThing(callee, site);
    for (const compiled of names.length === 0 ? [] : rules) {
      if (!compiled.names.matchesAny(names) || !this.#isKnownWord(compiled, callee, site)) continue;
      this.#sink.match({ compiled, context: { span: callee, site, callee, args, isPartial: true } });
    }
  }

  /** What only other modules lead to counts where one of the rule's words stands, whether all places are searched or not. */
  #isKnownWord({ words, names }: CompiledRule, callee: Expr, site: Site): boolean {
    const { alone } = this.#module;
    if (alone === undefined || words === undefined) return true;
    const isWritten = callee.kind === 'name' || callee.kind === 'attribute';
    if (isWritten && this.#candidates.wordsOf(callee.name).some((word) => words.includes(word))) return true;
    const scope = scopeAt(alone.model, ownersOf(site.scope));
    return names.matchesAny(alone.namesOf(callee, { scope, offset: site.offset }));
  }

  /** Names of what stands there itself; an instance of a class is not the class. */
  #namesOfThing(expr: Expr, site: Site): readonly string[] {
    return this.#module.resolver
      .resolve(expr, site)
      .flatMap((target) =>
        target.kind === 'global' ? [target.name] : target.kind === 'result' ? [`${target.name}()`] : [],
      );
  }

  /** True for a `functools.partial` whose name is called: the call says the rest of the arguments. */
  #isCalledByName(partial: CallExpr): boolean {
    const name = this.#assigned.get(partial);
    if (name === undefined) return false;
    return this.#module.model.syntax
      .blocksCalling(name)
      .some(({ words, code }) => words.get(name)?.some((at) => code.charAt(at + name.length) === '('));
  }

  /** Rules of calls that may match a callee as it is written. */
  #rulesAt(callee: Expr): readonly CompiledRule[] {
    const { calls } = this.#index;
    if (callee.kind !== 'name' && callee.kind !== 'attribute') return calls.all;
    const words = this.#candidates.wordsOf(callee.name);
    const [only] = words;
    if (words.length === 1 && only !== undefined) return rulesFor(calls, only);
    return [...new Set(words.flatMap((word) => rulesFor(calls, word)))];
  }

  #reference(expr: Extract<Expr, { kind: 'name' | 'attribute' }>, scope: Scope): void {
    const { references } = this.#index;
    if (references.isEmpty) return;
    const rules = new Set(this.#candidates.wordsOf(expr.name).flatMap((word) => rulesFor(references, word)));
    if (rules.size === 0) return;
    const site: Site = { scope, offset: expr.start };
    // A name that a plain assignment gave is no further mention: what is assigned is one.
    if (expr.kind === 'name') {
      const bindings = this.#module.model.lookup(expr.name, site);
      if (bindings.length > 0 && bindings.every(({ source }) => source.kind === 'value')) return;
    }
    const names = this.#namesOfThing(expr, site);
    for (const compiled of rules) {
      if (!compiled.names.matchesAny(names) || !this.#isKnownWord(compiled, expr, site)) continue;
      this.#sink.match({
        compiled,
        context: { span: expr, site, isPartial: false, value: { value: expr, site } },
      });
    }
  }
}
