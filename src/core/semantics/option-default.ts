import type { CallExpr, Expr } from '../syntax/ir.js';
import { DeclaredOptions, PARSES } from './declared-options.js';
import type { Site, ValueAt } from './module-model.js';
import type { Resolver } from './resolver.js';
import type { Binding } from './scope.js';

const IS_OPTION = /^typer\.(?:Option|Argument)$/;

/** Defaults of the command-line options that a module declares with argparse, Click or Typer. */
export class OptionDefaults {
  readonly #resolver: Resolver;
  readonly #options: DeclaredOptions;

  constructor(resolver: Resolver) {
    this.#resolver = resolver;
    this.#options = new DeclaredOptions(resolver);
  }

  /**
   * What `args.name` is when the option is not given, where `args` holds what argparse parsed. Undefined when the
   * option states no default, is declared twice, or is set elsewhere.
   */
  find(object: Expr, name: string, site: Site): ValueAt | undefined {
    if (object.kind !== 'name') return undefined;
    const bindings = this.#resolver.model.lookup(object.name, site);
    const isParsed = bindings.some(({ source, scope, span }) => {
      if (source.kind !== 'value' && source.kind !== 'part') return false;
      const call = source.value;
      if (call.kind !== 'call') return false;
      return this.#resolver.namesOf(call.callee, { scope, offset: span.start }).some((at) => PARSES.test(at));
    });
    if (!isParsed) return undefined;
    if (bindings.some(({ source }) => source.kind === 'addition' && source.attribute === name))
      return undefined;
    const [only, ...others] = this.#options.named(name, site.scope.model);
    const value = only === undefined || others.length > 0 ? undefined : defaultOf(only.call);
    return value === undefined || only === undefined ? undefined : { value, site: only.site };
  }

  /**
   * What the parameter of a command is when its option is not given: `@click.option("--host", default="...")`, or
   * `host = typer.Option("...")`. Undefined for other parameters, and for options without a default.
   */
  ofParameter({ source, scope, name }: Binding): ValueAt | undefined {
    const { owner } = scope;
    if (source.kind !== 'parameter' || source.path !== undefined || owner?.kind !== 'function')
      return undefined;
    const site: Site = { scope: scope.parent ?? scope, offset: owner.start };
    const { fallback } = source.parameter;
    if (fallback?.kind === 'call' && this.#isNamed(fallback.callee, site, IS_OPTION)) {
      const value = defaultOf(fallback, 0);
      return value === undefined ? undefined : { value, site };
    }
    const declaring = this.#options.ofParameter(name, owner.decorators, site);
    const value = declaring === undefined ? undefined : defaultOf(declaring);
    return value === undefined ? undefined : { value, site };
  }

  #isNamed(callee: Expr, site: Site, pattern: RegExp): boolean {
    return this.#resolver.namesOf(callee, site).some((name) => pattern.test(name));
  }
}

/** `default=`, or else the argument at a position. */
function defaultOf({ args }: CallExpr, position?: number): Expr | undefined {
  const named = args.find(({ name }) => name === 'default');
  const placed = position === undefined ? undefined : args[position];
  return (named ?? (placed?.name === undefined && placed?.spread === undefined ? placed : undefined))?.value;
}
