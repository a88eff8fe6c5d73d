import type { ValueUse } from '../rules/rule.js';
import type { Argument, CallExpr, Expr, FunctionStmt, Parameter } from '../syntax/ir.js';
import type { Ancestors } from './ancestors.js';
import { namedIn, partsOfAnnotation } from './annotation-parts.js';
import { givenBack } from './callers.js';
import type { ConstantFolder } from './constants.js';
import { DeclaredOptions } from './declared-options.js';
import { DescribedTools } from './described-tools.js';
import type { CompiledFlow, FlowSource } from './flow-knowledge.js';
import type { Handovers } from './handovers.js';
import type { HarmlessTypes } from './harmless-types.js';
import type { ModuleModel, Site } from './module-model.js';
import { OwnTools } from './own-tools.js';
import type { Resolver } from './resolver.js';
import type { Binding, Scope } from './scope.js';
import type { Wanted } from './trail.js';
import { holdingWord, walkStatements } from './walk.js';

/** The values in a list or object that is written out, or the value itself. */
function partsOf(value: Expr): readonly Expr[] {
  if (value.kind === 'sequence') return value.items;
  return value.kind === 'dict' ? value.entries.map((entry) => entry.value) : [value];
}

/** Methods of routers of Express and its like. */
const ROUTE_METHODS: ReadonlySet<string> = new Set('get post put patch delete all'.split(' '));

/** Classes of files that are sent. */
const SENT_FILES = /^(?:fastapi|starlette\.datastructures|litestar\.datastructures)\.UploadFile$/;

/** What tells of parameters beside the resolver. */
interface ParameterParts {
  readonly handovers: Handovers;
  readonly folder: ConstantFolder;
  readonly types: HarmlessTypes;
  readonly ancestors: Ancestors;
}

/** What a function is handed to. */
interface Taker {
  readonly names: readonly string[];
  /** How many values it passes to the function; absent where that is not said. */
  readonly passed?: number;
}

/** `click(run, [box, slider], out)`, `Interface(fn=run, inputs=[box])`: how many values the function gets. */
function countPassed({ args }: CallExpr, handed: Argument): number | undefined {
  if (handed.value.kind === 'sequence' || handed.value.kind === 'dict') return undefined;
  const next = handed.name === undefined ? args[args.indexOf(handed) + 1] : undefined;
  const given = args.find(({ name }) => name === 'inputs') ?? (next?.name === undefined ? next : undefined);
  if (given?.value.kind !== 'sequence' || given.value.items.some(({ kind }) => kind === 'wrap'))
    return undefined;
  return given.value.items.length;
}

/** Tells which parameters of a module's functions get what someone outside sends. Answers are kept per function. */
export class ParameterSources {
  readonly #resolver: Resolver;
  readonly #flow: CompiledFlow;
  readonly #handovers: Handovers;
  readonly #folder: ConstantFolder;
  readonly #types: HarmlessTypes;
  readonly #ancestors: Ancestors;
  readonly #tools: OwnTools;
  readonly #described: DescribedTools;
  readonly #options: DeclaredOptions;
  readonly #takers = new Map<FunctionStmt, readonly Taker[]>();

  constructor(
    resolver: Resolver,
    flow: CompiledFlow,
    { handovers, folder, types, ancestors }: ParameterParts,
  ) {
    this.#resolver = resolver;
    this.#ancestors = ancestors;
    this.#tools = new OwnTools(resolver, ancestors);
    this.#described = new DescribedTools(resolver);
    this.#options = new DeclaredOptions(resolver);
    this.#flow = flow;
    this.#handovers = handovers;
    this.#folder = folder;
    this.#types = types;
  }

  /**
   * The source of one of the kinds that fills a parameter: the function is an endpoint or tool by its decorator, is
   * handed to something that calls it with such values, or overrides a method that is.
   */
  find(owner: FunctionStmt, binding: Binding, index: number, wanted: Wanted): FlowSource | undefined {
    if (index === 0 && (binding.name === 'self' || binding.name === 'cls')) return undefined;
    const all = this.#flow.wanted(wanted);
    const sources = all.filter(({ at }) => at === undefined || at === index);
    const scope = binding.scope.parent ?? binding.scope;
    const site: Site = { scope, offset: owner.start };
    const found =
      this.#byDecorator(owner, site, sources) ??
      this.#byMethod(owner, scope, sources) ??
      this.#byCallback(owner, index, scope, sources) ??
      this.#byOwnTool(owner, binding, index, scope, sources) ??
      this.#described.find(owner, index, all);
    // What the server keeps for a session, as gradio.State, is not what the client sends.
    if (found?.hasCallbacks === true && binding.name === 'state') return undefined;
    const parameter = owner.parameters[index];
    if (found === undefined || (parameter !== undefined && this.#isProvided(parameter, site)))
      return undefined;
    if (found.kind === 'argv' && this.#isLimitedOption(owner, binding.name, site)) return undefined;
    const isPathless =
      wanted.use === 'path' && found.isRoute && !this.#mayHoldPath(parameter, owner.decorators, site);
    return isPathless ? undefined : found;
  }

  /** `@click.option("--mode", type=click.Choice(MODES))` */
  #isLimitedOption({ decorators }: FunctionStmt, name: string, site: Site): boolean {
    const declaring = this.#options.ofParameter(name, decorators, site);
    return declaring !== undefined && this.#options.isLimited(declaring, site);
  }

  /** False for a file, and for what stands between two slashes of the address: `{name}`, `<name>`. */
  #mayHoldPath(parameter: Parameter | undefined, decorators: readonly Expr[], site: Site): boolean {
    if (parameter === undefined) return false;
    const { name, annotation, fallback } = parameter;
    const isFile = namedIn(annotation).some((part) =>
      this.#resolver.namesOf(part, site).some((known) => SENT_FILES.test(known)),
    );
    if (isFile || this.#isMarked(parameter, site, 'path')) return false;
    const routes = decorators.flatMap((decorator) => {
      const first =
        decorator.kind === 'call'
          ? decorator.args.find((argument) => /^(?:path|rule|uri)$/.test(argument.name ?? 'path'))
          : undefined;
      const route = first === undefined ? undefined : this.#folder.fold(first.value, site)?.value;
      return typeof route === 'string' ? [route] : [];
    });
    // Of a route that is not known only what has a default is no part for sure.
    if (routes.length === 0) return fallback !== undefined;
    const part = new RegExp(`\\{${name}(?::[^}]*)?\\}|<(?:[^<>:]*:)?${name}>`);
    const parts = routes.flatMap((route) => part.exec(route)?.[0] ?? []);
    return parts.length === 0 || parts.some((text) => /:path\}|<path[:(]/.test(text));
  }

  #byDecorator(owner: FunctionStmt, site: Site, wanted: readonly FlowSource[]): FlowSource | undefined {
    for (const decorator of owner.decorators) {
      const callee = decorator.kind === 'call' ? decorator.callee : decorator;
      const names = this.#resolver.namesOf(callee, site);
      const found = wanted.find((source) => source.decorators.matchesAny(names));
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #byMethod(owner: FunctionStmt, scope: Scope, wanted: readonly FlowSource[]): FlowSource | undefined {
    const holder = scope.owner;
    if (holder?.kind !== 'class' || scope.parent === undefined) return undefined;
    const site: Site = { scope: scope.parent, offset: holder.start };
    const marks = holder.decorators.map((mark) => (mark.kind === 'call' ? mark.callee : mark));
    const { foreign } = this.#ancestors.of(holder, scope.parent);
    const marked = marks.flatMap((mark) => this.#resolver.namesOf(mark, site));
    const names = [...foreign, ...marked].map((base) => `${base}.${owner.name}`);
    return wanted.find((source) => source.methods.matchesAny(names));
  }

  #byOwnTool(
    owner: FunctionStmt,
    binding: Binding,
    index: number,
    scope: Scope,
    wanted: readonly FlowSource[],
  ): FlowSource | undefined {
    const found = wanted.find(({ kind }) => kind === 'tool-argument');
    return found !== undefined && this.#tools.takes(owner, binding, index, scope) ? found : undefined;
  }

  #byCallback(
    owner: FunctionStmt,
    index: number,
    scope: Scope,
    wanted: readonly FlowSource[],
  ): FlowSource | undefined {
    const sources = wanted.filter((source) => source.hasCallbacks);
    if (sources.length === 0) return undefined;
    let takers = this.#takers.get(owner);
    if (takers === undefined) {
      takers = this.#findTakers(owner, scope);
      this.#takers.set(owner, takers);
    }
    const position = index - (owner.parameters[0]?.name === 'self' ? 1 : 0);
    const names = takers.flatMap(({ names, passed }) =>
      passed === undefined || position < passed ? names : [],
    );
    return sources.find((source) => source.callbacks.matchesAny(names));
  }

  /** What its module hands a function to, and those that import the module; `scope`: where it is defined. */
  #findTakers(owner: FunctionStmt, { model, owner: holder }: Scope): readonly Taker[] {
    const takers = this.#handovers
      .of(owner)
      .map(({ call, site }): Taker => ({ names: this.#namesOfTaker(call, site) }));
    if (owner.name === '') return takers;
    if (holder === undefined) takers.push({ names: this.#answersOf(owner, model) });
    takers.push(...this.#takersIn(owner, model));
    const { links } = model;
    const isInner = holder?.kind === 'function';
    if (model !== this.#resolver.model || links === undefined || isInner) return takers;
    const importers = links.importers.flatMap((path) => links.open(path) ?? []);
    return [...takers, ...importers.flatMap((importer) => this.#takersIn(owner, importer))];
  }

  /** `app.post("/ask", (req, res) => ...)`, where `app` is what a function is given, is a route by its shape. */
  #namesOfTaker({ callee, args }: CallExpr, site: Site): readonly string[] {
    const names = this.#resolver.namesOf(callee, site);
    const [route] = args;
    if (names.length > 0 || callee.kind !== 'attribute' || callee.object.kind !== 'name') return names;
    if (!ROUTE_METHODS.has(callee.name) || route?.value.kind !== 'constant') return names;
    const isRoute = typeof route.value.value === 'string' && route.value.value.startsWith('/');
    const last = args.at(-1)?.value;
    const takesBoth = last?.kind !== 'function-expr' || last.stmt.parameters.length >= 2;
    const isGiven = this.#resolver.model
      .lookup(callee.object.name, site)
      .some(({ source }) => source.kind === 'parameter' && source.parameter.annotation === undefined);
    return isRoute && takesBoth && isGiven ? [`express.Router.${callee.name}`] : names;
  }

  /** What a function gives back to `request`: a view of Django is one by that, whatever names its address. */
  #answersOf(owner: FunctionStmt, model: ModuleModel): readonly string[] {
    if (owner.parameters[0]?.name !== 'request') return [];
    const scope = model.scopeOf(owner, model.root);
    return givenBack(owner).flatMap((value) =>
      value.kind === 'call' ? this.#resolver.namesOf(value.callee, { scope, offset: value.start }) : [],
    );
  }

  #takersIn(owner: FunctionStmt, model: ModuleModel): readonly Taker[] {
    const takers: Taker[] = [];
    for (const block of model.syntax.blocksHanding(owner.name)) {
      walkStatements(model, model.syntax.read(block), model.root, {
        ...holdingWord(block, owner.name),
        expression: (expr, scope) => {
          if (expr.kind !== 'call') return;
          const site: Site = { scope, offset: expr.start };
          const handed = expr.args.find(({ value }) =>
            partsOf(value).some((part) => this.#isFunction(part, owner, site)),
          );
          if (handed === undefined) return;
          const passed = countPassed(expr, handed);
          takers.push({
            names: this.#namesOfTaker(expr, site),
            ...(passed === undefined ? {} : { passed }),
          });
        },
      });
    }
    return takers;
  }

  #isFunction(value: Expr, owner: FunctionStmt, site: Site): boolean {
    if (value.kind !== 'name' && value.kind !== 'attribute') return false;
    if (value.name !== owner.name) return false;
    return this.#resolver
      .resolve(value, site)
      .some((target) => target.kind === 'function' && target.stmt === owner);
  }

  /** The server fills the parameter in, as with `Depends(get_settings)` or `ctx: Context`, not the client. */
  #isProvided(parameter: Parameter, site: Site): boolean {
    const { annotation, fallback } = parameter;
    const isFilledIn = this.#isMarked(parameter, site, undefined);
    return isFilledIn || this.#types.judge(annotation, fallback, site) === 'clear';
  }

  /** Something that is harmless stands beside the type, or is it. */
  #isMarked({ annotation, fallback }: Parameter, site: Site, use: ValueUse | undefined): boolean {
    // `RunContext[Settings]` is a `RunContext`.
    const whole = annotation?.kind === 'subscript' ? annotation.object : annotation;
    return [fallback, ...partsOfAnnotation(annotation)].some((mark) => {
      if (mark?.kind !== 'call' && mark !== whole) return false;
      const named = mark?.kind === 'call' ? mark.callee : mark;
      return named !== undefined && this.#flow.isHarmless(this.#resolver.namesOf(named, site), use);
    });
  }
}
