import type { CallExpr, Expr } from '../syntax/ir.js';
import { hasWord } from '../syntax/words.js';
import type { ModuleModel, Site } from './module-model.js';
import type { Resolver } from './resolver.js';
import type { Binding } from './scope.js';
import { walkStatements } from './walk.js';

const PARSES = /^argparse\.ArgumentParser\.parse_(?:args|known_args)$/;
const DECLARES = /^click\.(?:option|argument)$/;
const IS_OPTION = /^typer\.(?:Option|Argument)$/;

/** A default and where it stands. */
export interface OptionDefault {
  readonly value: Expr;
  readonly site: Site;
}

type Declared = ReadonlyMap<string, readonly { readonly value?: Expr; readonly site: Site }[]>;

/** Defaults of the command-line options that a module declares with argparse, Click or Typer. */
export class OptionDefaults {
  readonly #resolver: Resolver;
  readonly #declared = new Map<ModuleModel, Declared>();

  constructor(resolver: Resolver) {
    this.#resolver = resolver;
  }

  /**
   * What `args.name` is when the option is not given, where `args` holds what argparse parsed. Undefined when the
   * option states no default, is declared twice, or is set elsewhere.
   */
  find(object: Expr, name: string, site: Site): OptionDefault | undefined {
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
    const { model } = site.scope;
    let declared = this.#declared.get(model);
    if (declared === undefined) {
      declared = this.#collect(model);
      this.#declared.set(model, declared);
    }
    const [only, ...others] = declared.get(name) ?? [];
    return others.length > 0 || only?.value === undefined
      ? undefined
      : { value: only.value, site: only.site };
  }

  /**
   * What the parameter of a command is when its option is not given: `@click.option("--host", default="...")`, or
   * `host = typer.Option("...")`. Undefined for other parameters, and for options without a default.
   */
  ofParameter({ source, scope, name }: Binding): OptionDefault | undefined {
    const { owner } = scope;
    if (source.kind !== 'parameter' || source.path !== undefined || owner?.kind !== 'function')
      return undefined;
    const site: Site = { scope: scope.parent ?? scope, offset: owner.start };
    const { fallback } = source.parameter;
    if (fallback?.kind === 'call' && this.#isNamed(fallback.callee, site, IS_OPTION)) {
      const value = defaultOf(fallback, 0);
      return value === undefined ? undefined : { value, site };
    }
    for (const decorator of owner.decorators) {
      if (decorator.kind !== 'call' || !this.#isNamed(decorator.callee, site, DECLARES)) continue;
      if (parameterOf(decorator) !== name) continue;
      const value = defaultOf(decorator);
      return value === undefined ? undefined : { value, site };
    }
    return undefined;
  }

  #isNamed(callee: Expr, site: Site, pattern: RegExp): boolean {
    return this.#resolver.namesOf(callee, site).some((name) => pattern.test(name));
  }

  #collect(model: ModuleModel): Declared {
    const declared = new Map<string, { value?: Expr; site: Site }[]>();
    for (const block of model.syntax.blocksWith('add_argument')) {
      walkStatements(model, model.syntax.read(block), model.root, {
        enters: (body) => hasWord(model.syntax.text.slice(body.start, body.end), 'add_argument'),
        expression: (expr, scope) => {
          if (expr.kind !== 'call' || expr.callee.kind !== 'attribute') return;
          if (expr.callee.name !== 'add_argument') return;
          const name = destinationOf(expr);
          if (name === undefined) return;
          const value = defaultOf(expr);
          const site: Site = { scope, offset: expr.start };
          const list = declared.get(name) ?? [];
          list.push({ site, ...(value === undefined ? {} : { value }) });
          declared.set(name, list);
        },
      });
    }
    return declared;
  }
}

/** `default=`, or else the argument at a position. */
function defaultOf({ args }: CallExpr, position?: number): Expr | undefined {
  const named = args.find(({ name }) => name === 'default');
  const placed = position === undefined ? undefined : args[position];
  return (named ?? (placed?.name === undefined && placed?.spread === undefined ? placed : undefined))?.value;
}

/** The attribute that an option of argparse becomes: `dest`, or else its first long name. */
function destinationOf({ args }: CallExpr): string | undefined {
  const dest = args.find(({ name }) => name === 'dest')?.value;
  if (dest !== undefined) return dest.kind === 'constant' ? String(dest.value) : undefined;
  return longNameOf(namesIn(args));
}

/** The parameter that an option of Click fills: the name without dashes, or else its first long name. */
function parameterOf({ args }: CallExpr): string | undefined {
  const names = namesIn(args);
  return names.find((name) => !name.startsWith('-')) ?? longNameOf(names);
}

function namesIn(args: CallExpr['args']): readonly string[] {
  return args.flatMap(({ name, spread, value }) =>
    name === undefined && spread === undefined && value.kind === 'constant' ? [String(value.value)] : [],
  );
}

function longNameOf(names: readonly string[]): string | undefined {
  const chosen = names.find((name) => name.startsWith('--')) ?? names[0];
  return chosen?.replace(/^-+/, '').replaceAll('-', '_');
}
