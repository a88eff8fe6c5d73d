import type { CallExpr, Expr } from '../syntax/ir.js';
import { hasWord } from '../syntax/words.js';
import type { ModuleModel, Site } from './module-model.js';
import type { Resolver } from './resolver.js';
import { walkStatements } from './walk.js';

const PARSES = /^argparse\.ArgumentParser\.parse_(?:args|known_args)$/;

type Declared = ReadonlyMap<string, readonly { readonly value?: Expr; readonly site: Site }[]>;

/** Defaults of the command-line options that a module declares with argparse. */
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
  find(object: Expr, name: string, site: Site): { readonly value: Expr; readonly site: Site } | undefined {
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
          const value = expr.args.find((argument) => argument.name === 'default')?.value;
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

/** The attribute that an option becomes: `dest`, or else its first long name. */
function destinationOf({ args }: CallExpr): string | undefined {
  const dest = args.find(({ name }) => name === 'dest')?.value;
  if (dest !== undefined) return dest.kind === 'constant' ? String(dest.value) : undefined;
  const names = args.flatMap(({ name, spread, value }) =>
    name === undefined && spread === undefined && value.kind === 'constant' ? [String(value.value)] : [],
  );
  const chosen = names.find((name) => name.startsWith('--')) ?? names[0];
  return chosen?.replace(/^-+/, '').replaceAll('-', '_');
}
