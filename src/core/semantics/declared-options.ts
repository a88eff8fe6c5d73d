import type { CallExpr, Expr } from '../syntax/ir.js';
import type { ModuleModel, Site } from './module-model.js';
import type { Resolver } from './resolver.js';
import { holdingWord, walkStatements } from './walk.js';

/** Calls that give what argparse parsed. */
export const PARSES = /^argparse\.ArgumentParser\.parse_(?:args|known_args)$/;
const DECLARES = /^click\.(?:option|argument)$/;

/** Types and actions that leave a number, a yes or no, or a choice. */
const LIMITING_TYPES =
  /^(?:builtins\.(?:int|float|bool)|click\.(?:INT|FLOAT|BOOL|UUID|IntRange|FloatRange|Choice))$/;
const LIMITING_ACTIONS: ReadonlySet<string> = new Set(
  'store_true store_false store_const append_const count'.split(' '),
);

/** A call that declares an option. */
export interface DeclaredOption {
  readonly call: CallExpr;
  readonly site: Site;
}

/** Options of the command line that modules declare with argparse or Click. */
export class DeclaredOptions {
  readonly #resolver: Resolver;
  readonly #declared = new Map<ModuleModel, ReadonlyMap<string, readonly DeclaredOption[]>>();

  constructor(resolver: Resolver) {
    this.#resolver = resolver;
  }

  /** The calls of `add_argument` in a module that give an attribute its value. */
  named(name: string, model: ModuleModel): readonly DeclaredOption[] {
    let declared = this.#declared.get(model);
    if (declared === undefined) {
      declared = this.#collect(model);
      this.#declared.set(model, declared);
    }
    return declared.get(name) ?? [];
  }

  /** The decorator of Click that gives a parameter its value. */
  ofParameter(name: string, decorators: readonly Expr[], site: Site): CallExpr | undefined {
    for (const decorator of decorators) {
      if (decorator.kind !== 'call' || parameterOf(decorator) !== name) continue;
      if (this.#resolver.namesOf(decorator.callee, site).some((at) => DECLARES.test(at))) return decorator;
    }
    return undefined;
  }

  /** True when what a person gives for the option is a number, a yes or no, or one of a list. */
  isLimited({ args }: CallExpr, site: Site): boolean {
    return args.some(({ name, value }) => {
      switch (name) {
        case 'choices':
          return true;
        case 'is_flag':
        case 'count':
          return value.kind === 'constant' && value.value === true;
        case 'action':
          return value.kind === 'constant' && LIMITING_ACTIONS.has(String(value.value));
        case 'type': {
          const type = value.kind === 'call' ? value.callee : value;
          return this.#resolver.namesOf(type, site).some((known) => LIMITING_TYPES.test(known));
        }
        default:
          return false;
      }
    });
  }

  #collect(model: ModuleModel): ReadonlyMap<string, readonly DeclaredOption[]> {
    const declared = new Map<string, DeclaredOption[]>();
    for (const block of model.syntax.blocksWith('add_argument')) {
      walkStatements(model, model.syntax.read(block), model.root, {
        ...holdingWord(block, 'add_argument'),
        expression: (expr, scope) => {
          if (expr.kind !== 'call' || expr.callee.kind !== 'attribute') return;
          if (expr.callee.name !== 'add_argument') return;
          const name = destinationOf(expr);
          if (name === undefined) return;
          const list = declared.get(name) ?? [];
          list.push({ call: expr, site: { scope, offset: expr.start } });
          declared.set(name, list);
        },
      });
    }
    return declared;
  }
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
