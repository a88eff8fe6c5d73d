import type { Site } from '../semantics/module-model.js';
import { PlaceConditions } from '../semantics/place-conditions.js';
import type { Scope } from '../semantics/scope.js';
import type { Span } from '../source/position.js';
import type { Argument, CallExpr, DictExpr, Expr, Parameter, Stmt } from '../syntax/ir.js';
import type { RawMatch } from './find-matches.js';
import type { MatchContext, ModuleAnalysis } from './match-context.js';
import type { SettingMatch, SettingPlace } from './rule.js';
import { type RuleIndex, rulesFor } from './rule-index.js';

/** What holds the environment variables of a process. */
const ENVIRONMENTS: ReadonlySet<string> = new Set(['os.environ', 'builtins.process.env']);

/** One place that sets something. */
interface Setting {
  readonly name: string;
  readonly place: SettingPlace;
  readonly value: Expr;
  readonly site: Site;
  readonly span: Span;
  readonly call?: CallExpr;
  readonly siblings?: () => MatchContext['siblings'];
  readonly target?: Expr;
}

/** Finds the places at which a module sets what rules speak about. */
export class SettingFinder {
  readonly #module: ModuleAnalysis;
  readonly #rules: RuleIndex['settings'];
  readonly #report: (match: RawMatch) => void;
  /** What is compared with something: a dict in there sets nothing. */
  readonly #compared = new Set<Expr>();
  /** Objects that name the arguments of a call. */
  readonly #passed = new Set<Expr>();
  /** Calls by the options that they are given in one argument: `Model(revision=..., options={...})`. */
  readonly #around = new Map<Expr, CallExpr>();

  readonly #conditions: PlaceConditions;

  constructor(module: ModuleAnalysis, rules: RuleIndex['settings'], report: (match: RawMatch) => void) {
    this.#module = module;
    this.#rules = rules;
    this.#report = report;
    this.#conditions = new PlaceConditions(module.resolver);
  }

  statement(statement: Stmt, scope: Scope): void {
    if (statement.kind === 'assign' && statement.value !== undefined && statement.operator === '=') {
      for (const target of statement.targets) this.#assignment(target, statement.value, scope, statement);
    } else if (statement.kind === 'function') {
      const site: Site = { scope, offset: statement.start };
      const siblings = (): MatchContext['siblings'] => parametersBeside(statement.parameters, site);
      for (const parameter of statement.parameters) {
        const { name, fallback: value } = parameter;
        if (value !== undefined)
          this.#setting({ name, place: 'default', value, site, span: parameter, siblings });
      }
    }
  }

  expression(expr: Expr, scope: Scope): void {
    if (expr.kind === 'call') this.#call(expr, { scope, offset: expr.start });
    else if (expr.kind === 'compare') for (const operand of expr.operands) this.#compared.add(operand);
    else if (expr.kind === 'dict' && !this.#compared.has(expr) && !this.#passed.has(expr)) {
      this.#entries(expr, { scope, offset: expr.start }, 'dict');
    }
  }

  #entries(dict: DictExpr, site: Site, place: SettingPlace, call?: CallExpr): void {
    const siblings = (): MatchContext['siblings'] => this.#siblingsOf(dict, site);
    for (const entry of dict.entries) {
      const name = this.#writtenText(entry.key);
      if (name === undefined) continue;
      const own = call === undefined ? {} : { call };
      this.#setting({ name, place, value: entry.value, site, span: entry, siblings, ...own });
    }
  }

  /** What stands beside a setting: in its dict or `dict(...)`, and in the call that is given the dict as options. */
  #siblingsOf(dict: DictExpr | CallExpr, site: Site): MatchContext['siblings'] {
    const own = this.#module.folder.foldDict(dict, site);
    const around = this.#around.get(dict);
    if (own === undefined || around === undefined) return own;
    const named = around.args.flatMap(({ name, value }) =>
      name === undefined ? [] : [[name, { value, site }] as const],
    );
    return {
      entries: new Map([...named, ...own.entries]),
      isComplete: own.isComplete && around.args.every(({ spread }) => spread === undefined),
    };
  }

  #call(call: CallExpr, site: Site): void {
    if (isAssertion(call)) return;
    const siblings = (): MatchContext['siblings'] => this.#siblingsOf(call, site);
    const own = this.#around.has(call) ? { siblings } : {};
    for (const argument of call.args) {
      const { name, value } = argument;
      if (name === undefined || isForwarded(argument)) continue;
      if (value.kind === 'dict' || value.kind === 'call') this.#around.set(value, call);
      this.#setting({ name, place: 'argument', value, site, span: argument, call, ...own });
    }
    if (call.takesOptions === true) {
      for (const { value } of call.args) {
        if (value.kind !== 'dict') continue;
        // An object that is passed names arguments.
        this.#passed.add(value);
        this.#entries(value, site, 'argument', call);
      }
    }
    this.#settingCall(call, site);
  }

  #assignment(target: Expr, value: Expr, scope: Scope, span: Span & { readonly start: number }): void {
    const site: Site = { scope, offset: span.start };
    // A variable of a function sets nothing by itself; where its value goes, it is found by constant folding.
    if (target.kind === 'name' && scope.owner?.kind === 'function') return;
    if (target.kind === 'name' || target.kind === 'attribute') {
      const isEnvironment = target.kind === 'attribute' && this.#isEnvironment(target.object, site);
      const place = isEnvironment ? 'environment' : 'assignment';
      this.#setting({ name: target.name, place, value, site, span, target });
    } else if (target.kind === 'subscript') {
      const name = this.#writtenText(target.indices[0]);
      if (name === undefined) return;
      const place = this.#isEnvironment(target.object, site) ? 'environment' : 'assignment';
      this.#setting({ name, place, value, site, span, target: target.object });
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
      this.#setting({ name, place: 'option', value: fallback.value, site, span: fallback, call });
      return;
    }
    if (second === undefined) return;
    const isEnvironment = method === 'putenv' || this.#isEnvironment(call.callee.object, site);
    const place = isEnvironment ? 'environment' : 'dict';
    this.#setting({ name: key, place, value: second.value, site, span: second, call });
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

  /** `if args.trust_remote_code: options["trust_remote_code"] = True` hands on what was set elsewhere. */
  #isHandedOn({ name, value, site }: Setting): boolean {
    if (value.kind !== 'constant' || value.value !== true) return false;
    return this.#conditions
      .at(name, value.start, site.scope)
      .some(
        ({ kind, expr, holds, isGate }) =>
          kind === 'test' && holds && !isGate && expr.kind === 'attribute' && expr.name === name,
      );
  }

  #setting(setting: Setting): void {
    const { name, place, target } = setting;
    for (const compiled of rulesFor(this.#rules, name)) {
      const match = compiled.rule.match as SettingMatch;
      if (!match.names.includes(name)) continue;
      if (match.in !== undefined && !match.in.includes(place)) continue;
      if (this.#isHandedOn(setting)) continue;
      const context = { ...contextOf(setting), ...(target === undefined ? {} : { target }) };
      this.#report({ compiled, context });
    }
  }
}

/** The parameters of a function: what stands for those that are left out, and nothing known for those that must be given. */
function parametersBeside(
  parameters: readonly Parameter[],
  site: Site,
): NonNullable<MatchContext['siblings']> {
  return {
    entries: new Map(
      parameters.map(({ name, fallback, start, end }) => [
        name,
        { value: fallback ?? { kind: 'other', children: [], start, end }, site },
      ]),
    ),
    isComplete: false,
  };
}

/** `name=options.name` hands on what was set elsewhere, and is found there. */
function isForwarded({ name, value }: Argument): boolean {
  return value.kind === 'attribute' && value.name === name;
}

/** `mock.assert_called_once_with(...)` and its kin say what was set, and set nothing. */
function isAssertion({ callee }: CallExpr): boolean {
  return callee.kind === 'attribute' && callee.name.startsWith('assert_');
}

function contextOf({ place, value, site, span, call: around, siblings: getSiblings }: Setting): MatchContext {
  const call = place === 'argument' ? around : undefined;
  const siblings = getSiblings?.();
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
