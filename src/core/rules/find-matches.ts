import type { ModuleModel, Site } from '../semantics/module-model.js';
import type { Scope } from '../semantics/scope.js';
import { walkStatements } from '../semantics/walk.js';
import type { Span } from '../source/position.js';
import type { Argument, CallExpr, Expr, Stmt } from '../syntax/ir.js';
import { findWord } from '../syntax/words.js';
import type { Candidates } from './candidates.js';
import type { CompiledRule } from './compile-rule.js';
import type { MatchContext, ModuleAnalysis } from './match-context.js';
import type { SettingMatch, SettingPlace } from './rule.js';
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

/** Walks the candidate statements of a module once and hands every match of an indexed rule to the sink. */
export function findMatches(
  module: ModuleAnalysis,
  candidates: Candidates,
  index: RuleIndex,
  sink: MatchSink,
): void {
  const finder = new MatchFinder(module, candidates, index, sink);
  for (const block of candidates.blocks) {
    walkStatements(module.model, module.model.syntax.read(block), module.model.root, {
      enters: (body) => candidates.holds(body),
      statement: (statement, scope) => finder.statement(statement, scope),
      expression: (expr, scope) => finder.expression(expr, scope),
    });
  }
}

/** What holds the environment variables of a process. */
const ENVIRONMENTS: ReadonlySet<string> = new Set(['os.environ', 'builtins.process.env']);

class MatchFinder {
  readonly #module: ModuleAnalysis;
  readonly #candidates: Candidates;
  readonly #index: RuleIndex;
  readonly #sink: MatchSink;
  /** What is compared with something: a dict in there sets nothing. */
  readonly #compared = new Set<Expr>();
  /** Objects that name the arguments of a call. */
  readonly #passed = new Set<Expr>();
  /** Names to which calls are assigned. */
  readonly #assigned = new Map<Expr, string>();

  constructor(module: ModuleAnalysis, candidates: Candidates, index: RuleIndex, sink: MatchSink) {
    this.#module = module;
    this.#candidates = candidates;
    this.#index = index;
    this.#sink = sink;
  }

  statement(statement: Stmt, scope: Scope): void {
    if (statement.kind === 'assign' && statement.value?.kind === 'call') {
      const [target] = statement.targets;
      if (target?.kind === 'name') this.#assigned.set(statement.value, target.name);
    }
    if (this.#index.settings.isEmpty) return;
    if (statement.kind === 'assign' && statement.value !== undefined && statement.operator === '=') {
      for (const target of statement.targets) this.#assignment(target, statement.value, scope, statement);
    } else if (statement.kind === 'function') {
      for (const parameter of statement.parameters) {
        if (parameter.fallback === undefined) continue;
        this.#setting(
          parameter.name,
          'default',
          parameter.fallback,
          { scope, offset: statement.start },
          parameter,
        );
      }
    }
  }

  expression(expr: Expr, scope: Scope): void {
    if (expr.kind === 'call') this.#call(expr, scope);
    else if (expr.kind === 'compare') for (const operand of expr.operands) this.#compared.add(operand);
    else if (expr.kind === 'dict' && !this.#index.settings.isEmpty && !this.#isSpokenFor(expr)) {
      for (const entry of expr.entries) {
        const key = this.#writtenText(entry.key);
        if (key === undefined) continue;
        const site: Site = { scope, offset: expr.start };
        const siblings = () => this.#module.folder.foldDict(expr, site);
        this.#setting(key, 'dict', entry.value, site, entry, undefined, siblings);
      }
    }
    if (expr.kind === 'name' || expr.kind === 'attribute') this.#reference(expr, scope);
  }

  #isSpokenFor(dict: Expr): boolean {
    return this.#compared.has(dict) || this.#passed.has(dict);
  }

  #call(call: CallExpr, scope: Scope): void {
    this.#sink.call();
    const site: Site = { scope, offset: call.start };
    if (!this.#index.calls.isEmpty) this.#calledRules(call, site);
    if (this.#index.settings.isEmpty || isAssertion(call)) return;
    for (const argument of call.args) {
      if (argument.name === undefined || isForwarded(argument)) continue;
      this.#setting(argument.name, 'argument', argument.value, site, argument, call);
    }
    if (call.takesOptions === true) for (const { value } of call.args) this.#options(value, call, site);
    this.#settingCall(call, site);
  }

  /** An object that is passed names arguments. */
  #options(value: Expr, call: CallExpr, site: Site): void {
    if (value.kind !== 'dict') return;
    this.#passed.add(value);
    const siblings = (): MatchContext['siblings'] => this.#module.folder.foldDict(value, site);
    for (const entry of value.entries) {
      const key = this.#writtenText(entry.key);
      if (key !== undefined) this.#setting(key, 'argument', entry.value, site, entry, call, siblings);
    }
  }

  #calledRules(call: CallExpr, site: Site): void {
    const view = this.#module.resolver.viewCall(call, site);
    const rules = this.#rulesAt(view.callee);
    if (rules.length === 0) return;
    const names = this.#namesOfThing(view.callee, site);
    if (names.length === 0 || (view.isPartial && this.#isCalledByName(call))) return;
    const bound = this.#module.resolver.boundArguments(view.callee, site);
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

  /** What only other modules lead to counts where one of the rule's words stands, whether all places are searched or not. */
  #isKnownWord({ words, names }: CompiledRule, callee: Expr, site: Site): boolean {
    const { alone } = this.#module;
    if (alone === undefined || words === undefined) return true;
    const isWritten = callee.kind === 'name' || callee.kind === 'attribute';
    if (isWritten && this.#candidates.wordsOf(callee.name).some((word) => words.includes(word))) return true;
    const scope = scopeIn(alone.model, site.scope);
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
    const { text } = this.#module.model.syntax;
    for (let at = findWord(text, name); at !== -1; at = findWord(text, name, at + name.length)) {
      if (text.charAt(at + name.length) === '(') return true;
    }
    return false;
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

  #assignment(target: Expr, value: Expr, scope: Scope, statement: Span): void {
    const site: Site = { scope, offset: statement.start };
    // A variable of a function sets nothing by itself; where its value goes, it is found by constant folding.
    if (target.kind === 'name' && scope.owner?.kind === 'function') return;
    if (target.kind === 'name' || target.kind === 'attribute') {
      const isEnvironment = target.kind === 'attribute' && this.#isEnvironment(target.object, site);
      this.#setting(
        target.name,
        isEnvironment ? 'environment' : 'assignment',
        value,
        site,
        statement,
        undefined,
        undefined,
        target,
      );
    } else if (target.kind === 'subscript') {
      const key = this.#writtenText(target.indices[0]);
      if (key === undefined) return;
      const place = this.#isEnvironment(target.object, site) ? 'environment' : 'assignment';
      this.#setting(key, place, value, site, statement, undefined, undefined, target.object);
    }
  }

  /** `setdefault("name", value)`, `os.putenv`, and command-line options with a default. */
  #settingCall(call: CallExpr, site: Site): void {
    if (call.callee.kind !== 'attribute') return;
    const method = call.callee.name;
    if (method !== 'setdefault' && method !== 'putenv' && method !== 'add_argument' && method !== 'option')
      return;
    const [first, second] = call.args;
    const key = this.#writtenText(first?.value);
    if (key === undefined) return;
    if (method === 'add_argument' || method === 'option') {
      const options = call.args.flatMap(({ value, name }) =>
        name === undefined ? (this.#writtenText(value) ?? []) : [],
      );
      const option = options.find((text) => text.startsWith('--'))?.slice(2);
      const fallback = call.args.find(({ name }) => name === 'default');
      if (option === undefined || fallback === undefined) return;
      // An option is spelled with dashes, or as the setting itself.
      const name = option.includes('_') ? option : option.replaceAll('-', '_');
      this.#setting(name, 'option', fallback.value, site, fallback, call);
      return;
    }
    if (second === undefined) return;
    const isEnvironment = method === 'putenv' || this.#isEnvironment(call.callee.object, site);
    this.#setting(key, isEnvironment ? 'environment' : 'dict', second.value, site, second, call);
  }

  #isEnvironment(object: Expr, site: Site): boolean {
    return this.#module.resolver.namesOf(object, site).some((name) => ENVIRONMENTS.has(name));
  }

  /** A literal text that stands in the code as it is, so that a search for words finds it. */
  #writtenText(expr: Expr | undefined): string | undefined {
    if (expr?.kind !== 'constant' || typeof expr.value !== 'string') return undefined;
    const { text } = this.#module.model.syntax;
    return text.slice(expr.start, expr.end).includes(expr.value) ? expr.value : undefined;
  }

  #setting(
    name: string,
    place: SettingPlace,
    value: Expr,
    site: Site,
    span: Span,
    call?: CallExpr,
    siblings?: () => MatchContext['siblings'],
    target?: Expr,
  ): void {
    for (const compiled of rulesFor(this.#index.settings, name)) {
      const match = compiled.rule.match as SettingMatch;
      if (!match.names.includes(name)) continue;
      if (match.in !== undefined && !match.in.includes(place)) continue;
      this.#sink.match({
        compiled,
        context: {
          ...settingContext(value, site, span, place === 'argument' ? call : undefined, siblings?.()),
          ...(target === undefined ? {} : { target }),
        },
      });
    }
  }
}

/** The same scope as another model of the same syntax knows it. */
function scopeIn(model: ModuleModel, { owner, parent }: Scope): Scope {
  return owner === undefined || parent === undefined
    ? model.root
    : model.scopeOf(owner, scopeIn(model, parent));
}

/** `name=options.name` hands on what was set elsewhere, and is found there. */
function isForwarded({ name, value }: Argument): boolean {
  return value.kind === 'attribute' && value.name === name;
}

/** `mock.assert_called_once_with(...)` and its kin say what was set, and set nothing. */
function isAssertion({ callee }: CallExpr): boolean {
  return callee.kind === 'attribute' && callee.name.startsWith('assert_');
}

function settingContext(
  value: Expr,
  site: Site,
  span: Span,
  call: CallExpr | undefined,
  siblings: MatchContext['siblings'],
): MatchContext {
  const argument = call?.args.find((candidate): candidate is Argument => candidate.value === value);
  return {
    span: { start: span.start, end: span.end },
    setting: { start: span.start, end: span.end },
    site,
    isPartial: false,
    value: { value, site, ...(argument === undefined ? {} : { argument }) },
    ...(call === undefined ? {} : { call, callee: call.callee, args: call.args }),
    ...(siblings === undefined ? {} : { siblings }),
  };
}
