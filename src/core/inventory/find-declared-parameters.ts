import type { Site } from '../semantics/module-model.js';
import type { FactBuilder } from './fact-builder.js';
import type { Hyperparameter } from './inventory.js';
import type { ModulePlaces } from './module-places.js';

/**
 * Hyperparameters that a file declares: options of argparse, fields of dataclasses and, when asked for, constants of the
 * module.
 */
export function findDeclaredParameters(
  facts: FactBuilder,
  { calls, classes, assigns }: ModulePlaces,
  names: ReadonlySet<string>,
  wantsConstants: boolean,
): readonly Hyperparameter[] {
  const found: Hyperparameter[] = [];
  for (const place of calls) {
    const { callee, args, site } = place;
    if (callee.kind !== 'attribute' || callee.name !== 'add_argument') continue;
    if (!place.names.some((name) => /^argparse\./.test(name))) continue;
    const given = facts.given('default', place);
    const dest = args.find(({ name }) => name === 'dest')?.value;
    const words = (
      dest === undefined ? args.filter(({ name }) => name === undefined).map(({ value }) => value) : [dest]
    )
      .map((value) => facts.constant(value, site))
      .filter((value) => typeof value === 'string');
    const word = (words.find((each) => each.startsWith('--')) ?? words[0] ?? '')
      .replace(/^-+/, '')
      .replaceAll('-', '_');
    if (given !== undefined && names.has(word) && facts.constant(given.value, site) !== null)
      found.push(facts.hyperparameter(word, given, place.call));
  }
  for (const { stmt, scope } of classes) {
    const site: Site = { scope, offset: stmt.start };
    const isData = stmt.decorators.some((decorator) =>
      facts
        .namesOf(decorator.kind === 'call' ? decorator.callee : decorator, site)
        .some((name) => name === 'dataclasses.dataclass' || name === 'pydantic.dataclasses.dataclass'),
    );
    if (!isData) continue;
    const inner = facts.module.model.scopeOf(stmt, scope);
    for (const field of stmt.body.read()) {
      const [target] = field.kind === 'assign' ? field.targets : [];
      if (field.kind !== 'assign' || field.value === undefined || target?.kind !== 'name') continue;
      if (!names.has(target.name)) continue;
      const place: Site = { scope: inner, offset: field.start };
      const made = field.value.kind === 'call' ? facts.place(field.value, inner) : undefined;
      const isField = made?.names.includes('dataclasses.field') === true;
      const given =
        isField && made !== undefined ? facts.given('default', made) : { value: field.value, site: place };
      if (given !== undefined && facts.constant(given.value, given.site) !== null)
        found.push(facts.hyperparameter(target.name, given, field));
    }
  }
  for (const { stmt, scope } of wantsConstants ? assigns : []) {
    const [target, ...more] = stmt.targets;
    if (scope !== facts.module.model.root || target?.kind !== 'name' || more.length > 0) continue;
    if (stmt.operator !== '=' || stmt.value === undefined || !names.has(target.name.toLowerCase())) continue;
    const site: Site = { scope, offset: stmt.start };
    const value = facts.constant(stmt.value, site);
    if (value !== undefined && value !== null)
      found.push(facts.hyperparameter(target.name.toLowerCase(), { value: stmt.value, site }, stmt));
  }
  return found;
}
