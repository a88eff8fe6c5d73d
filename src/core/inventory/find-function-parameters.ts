import type { Site } from '../semantics/module-model.js';
import type { PlacedFunction } from './call-path.js';
import type { FactBuilder } from './fact-builder.js';
import type { Hyperparameter } from './inventory.js';
import type { ModulePlaces } from './module-places.js';

/**
 * Hyperparameters that parameters of functions have by default: `def train(lr=1e-3)`, and the arguments of an object that
 * stands there, as in `train: TrainArgs = TrainArgs(epochs=5)`.
 */
export function findDefaultParameters(
  facts: FactBuilder,
  functions: readonly PlacedFunction[],
  names: ReadonlySet<string>,
): readonly Hyperparameter[] {
  const found: Hyperparameter[] = [];
  const add = (name: string, value: Parameters<FactBuilder['state']>[0], site: Site): void => {
    const known = facts.constant(value, site);
    if (!names.has(name) || known === undefined || known === null) return;
    const { location, value: stated } = facts.hyperparameter(name, { value, site });
    found.push({
      name,
      location,
      value: stated.kind === 'constant' ? { ...stated, isDefault: true } : stated,
    });
  };
  for (const { stmt, scope } of functions) {
    for (const { name, fallback, spread } of stmt.parameters) {
      if (fallback === undefined || spread !== undefined) continue;
      const site: Site = { scope, offset: fallback.start };
      if (fallback.kind !== 'call') add(name, fallback, site);
      // What is given for evaluation says nothing about training.
      else if (!/eval|valid|test/i.test(`${name} ${facts.textOf(fallback.callee)}`))
        for (const argument of fallback.args)
          if (argument.name !== undefined && argument.spread === undefined)
            add(argument.name, argument.value, site);
    }
  }
  return found;
}

/** Entries with the name of a hyperparameter that functions read: `settings["batch_size"]`, `cfg.optim.lr`. */
export function findReadEntries(
  facts: FactBuilder,
  { reads, attributes }: ModulePlaces,
  functions: readonly PlacedFunction[],
  names: ReadonlySet<string>,
): readonly Hyperparameter[] {
  const isInside = ({ start, end }: { readonly start: number; readonly end: number }): boolean =>
    functions.some(({ stmt }) => stmt.body.start <= start && end <= stmt.body.end);
  return [...reads, ...attributes].flatMap(({ expr, scope }): Hyperparameter[] => {
    if (!isInside(expr)) return [];
    const site: Site = { scope, offset: expr.start };
    const last =
      expr.kind === 'attribute'
        ? expr.name
        : expr.indices.length === 1
          ? facts.constant(expr.indices[0], site)
          : undefined;
    if (typeof last !== 'string' || !names.has(last)) return [];
    const entry = facts.hyperparameter(last, { value: expr, site });
    return entry.value.kind === 'expression' && entry.value.key !== undefined ? [entry] : [];
  });
}
