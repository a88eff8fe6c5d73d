import type { PlacedValue } from '../rules/match-context.js';
import type { Scope } from '../semantics/scope.js';
import { CallPath } from './call-path.js';
import type { CompiledInventory } from './compiled-inventory.js';
import { type FactBuilder, lastName, optional, type PlacedCall, symbolOf } from './fact-builder.js';
import { nameOfKey } from './find-data-facts.js';
import { findDeclaredParameters } from './find-declared-parameters.js';
import { findDefaultParameters, findReadEntries } from './find-function-parameters.js';
import type { Hyperparameter, TrainingFact } from './inventory.js';
import type { ModulePlaces } from './module-places.js';

interface Run {
  readonly framework: string;
  readonly trainer: string;
  readonly place: PlacedCall;
  readonly own: readonly Hyperparameter[];
  readonly takesSettings: boolean;
  readonly task?: string;
  readonly method?: NonNullable<TrainingFact['method']>;
}

interface Setting {
  readonly place: PlacedCall;
  readonly parameters: readonly Hyperparameter[];
  readonly method?: 'lora' | 'qlora';
}

/** Places where a model is trained, with what the file says of how. */
export function findTrainingFacts(
  facts: FactBuilder,
  places: ModulePlaces,
  compiled: CompiledInventory,
): readonly TrainingFact[] {
  const runs = findRuns(facts, places, compiled);
  if (runs.length === 0) return [];
  const settings = findSettings(facts, places, compiled);
  // A constant beside several trainings may be of any of them.
  const declared = findDeclaredParameters(facts, places, compiled.hyperparameters, runs.length === 1);
  const around = new CallPath(facts, places);
  const namesIn = (isOne: (names: readonly string[]) => boolean): readonly string[] => [
    ...new Set(places.calls.flatMap(({ names }) => (isOne(names) ? names.slice(0, 1) : []))),
  ];
  const losses = namesIn((names) => compiled.losses.matchesAny(names));
  const optimizers = namesIn((names) => compiled.optimizers.matchesAny(names));
  const tasks = new Set(places.calls.flatMap(({ names }) => compiled.tasks.find(names)?.value.task ?? []));
  const [onlyTask] = tasks;
  return runs.map((run): TrainingFact => {
    const taken = run.takesSettings ? settings.filter((setting) => belongs(setting, run, runs)) : [];
    const task = run.task ?? (run.takesSettings && tasks.size === 1 ? onlyTask : undefined);
    const method =
      run.method ??
      (taken.some((setting) => setting.method === 'lora')
        ? taken.some((setting) => setting.method === 'qlora')
          ? 'qlora'
          : 'lora'
        : undefined);
    const parameters = [
      ...run.own,
      ...taken.flatMap((setting) => setting.parameters),
      ...(run.takesSettings ? declared : []),
      ...(run.takesSettings
        ? findDefaultParameters(facts, around.functionsAround(run.place.site.scope), compiled.hyperparameters)
        : []),
    ].filter(({ name }) => !compiled.ignoredParameters.matches(name));
    const entries = run.takesSettings
      ? findReadEntries(facts, places, around.functionsAround(run.place.site.scope), compiled.hyperparameters)
      : [];
    const trainer = run.trainer === '' ? (optimizers[0] ?? run.framework) : run.trainer;
    const { call, site } = run.place;
    return {
      ...facts.start(symbolOf(site.scope) || lastName(trainer), call, site.scope),
      kind: 'training',
      framework: run.framework,
      trainer,
      ...optional('task', task),
      losses: run.takesSettings ? losses : [],
      optimizers: run.takesSettings ? optimizers : [],
      hyperparameters: dropRepeated(parameters),
      ...(entries.length === 0 ? {} : { entries }),
      ...optional('method', method),
    };
  });
}

function findRuns(
  facts: FactBuilder,
  { calls, methods }: ModulePlaces,
  compiled: CompiledInventory,
): readonly Run[] {
  const runs: Run[] = [];
  const scopes = new Set<Scope>();
  for (const place of calls) {
    const found = compiled.trainers.find(place.names);
    if (found === undefined || compiled.trainerExceptions.matches(found.name)) continue;
    const { framework, takesSettings, parameters, dict, task, method } = found.value;
    scopes.add(place.site.scope);
    const own: Hyperparameter[] = [];
    const made =
      place.callee.kind === 'attribute' ? facts.constructorOf(place.callee.object, place.site) : undefined;
    if (!takesSettings && made !== undefined) own.push(...namedArguments(facts, made));
    own.push(
      ...parameters.flatMap((key) => {
        const given = facts.given(key, place);
        return given === undefined ? [] : [facts.hyperparameter(nameOfKey(key), given)];
      }),
      ...namedArguments(facts, place).filter(({ name }) => compiled.hyperparameters.has(name)),
    );
    const table = facts.given(dict, place);
    const entries =
      table === undefined ? undefined : facts.module.folder.foldDict(table.value, table.site)?.entries;
    for (const [name, entry] of entries ?? []) own.push(facts.hyperparameter(name, entry));
    runs.push({
      framework,
      trainer: found.name.replace(/\.(?:fit|train|partial_fit|fit_predict|fit_generator|step)$/, ''),
      place,
      own,
      takesSettings,
      ...optional('task', task),
      ...optional('method', method),
    });
  }
  for (const { framework, methods: wanted, modules } of compiled.knowledge.training.loops) {
    if (!facts.module.mentions(modules)) continue;
    for (const [scope, called] of methods) {
      const place = called.get(wanted[0] ?? '');
      if (place === undefined || scopes.has(scope) || !wanted.every((name) => called.has(name))) continue;
      scopes.add(scope);
      runs.push({ framework, trainer: '', place, own: [], takesSettings: true });
    }
  }
  return dropResumed(
    facts,
    runs.sort((a, b) => a.place.call.start - b.place.call.start),
  );
}

/** A trainer that is run at two places of one function, as when a checkpoint is resumed, trains once. */
function dropResumed(facts: FactBuilder, runs: readonly Run[]): readonly Run[] {
  const seen = new Map<unknown, string[]>();
  return runs.filter(({ place: { callee, site }, own, takesSettings }) => {
    const made =
      takesSettings && callee.kind === 'attribute' && site.scope.owner?.kind === 'function'
        ? facts.constructorOf(callee.object, site)?.call
        : undefined;
    if (made === undefined) return true;
    const content = JSON.stringify(own.map(({ name, value }) => [name, value]));
    const known = seen.get(made) ?? [];
    seen.set(made, [...known, content]);
    return !known.includes(content);
  });
}

function findSettings(
  facts: FactBuilder,
  { calls }: ModulePlaces,
  compiled: CompiledInventory,
): readonly Setting[] {
  return calls.flatMap((place): Setting[] => {
    const found = compiled.settings.find(place.names);
    if (found === undefined) return [];
    const { only, parameters, method } = found.value;
    const named = namedArguments(facts, place).filter(({ name }) => only.length === 0 || only.includes(name));
    const positional = parameters.flatMap((key) => {
      const name = nameOfKey(key);
      const given = named.some((each) => each.name === name) ? undefined : facts.given(key, place);
      return given === undefined ? [] : [facts.hyperparameter(name, given)];
    });
    const isQuantized =
      method !== 'qlora' || named.some(({ name, value }) => name === 'load_in_4bit' && isTrue(value));
    return [
      { place, parameters: [...positional, ...named], ...(isQuantized ? optional('method', method) : {}) },
    ];
  });
}

function isTrue(value: Hyperparameter['value']): boolean {
  return value.kind === 'constant' && value.value === true;
}

/** Whether a setting is one of a run: the only run of the file, or the next one of the same function. */
function belongs({ place }: Setting, run: Run, runs: readonly Run[]): boolean {
  if (runs.length === 1) return true;
  const symbol = symbolOf(place.site.scope);
  const near = runs.filter((each) => symbolOf(each.place.site.scope) === symbol);
  const next = near.find((each) => each.place.call.start > place.call.start) ?? near.at(-1);
  return next === run;
}

function namedArguments(facts: FactBuilder, { args, site }: PlacedCall): readonly Hyperparameter[] {
  return args.flatMap((argument): Hyperparameter[] => {
    const { name, value } = argument;
    if (name === undefined || argument.spread !== undefined) return [];
    if (!isSetting(name, { value, site })) return [];
    return [facts.hyperparameter(name, { value, site }, argument)];
  });
}

/** False for data, functions and credentials that are passed beside the settings. */
function isSetting(name: string, { value }: PlacedValue): boolean {
  if (
    /token|key|password|secret|callback|logger|dataset|tokenizer|collator|^params$|compute_|verbose/.test(
      name,
    )
  )
    return false;
  return value.kind !== 'comprehension' && value.kind !== 'function-expr';
}

/** The first of each name and value, in the order of the text; a default beside the value that is used says nothing. */
function dropRepeated(parameters: readonly Hyperparameter[]): readonly Hyperparameter[] {
  const seen = new Set<string>();
  return parameters.filter(({ name, value }) => {
    const key = JSON.stringify([name, value.kind === 'constant' ? value.value : value.text]);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
