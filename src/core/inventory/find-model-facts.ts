import type { PlacedValue } from '../rules/match-context.js';
import type { CompiledInventory } from './compiled-inventory.js';
import { type FactBuilder, lastName, optional, type PlacedCall } from './fact-builder.js';
import { nameOfValue } from './find-data-facts.js';
import type { ArtifactFact, DatasetFact, InventoryFact, ModelFact } from './inventory.js';
import type { ModelKnowledge } from './inventory-knowledge.js';
import type { ModulePlaces } from './module-places.js';
import { placeOf } from './origin-place.js';
import { throughOpen } from './through-open.js';

/** Readers and writers of any object: what they carry is a model only when its name says so. */
const anyObject = /^(?:pickle|dill|cloudpickle|joblib|sklearn\.externals\.joblib)\./;
const modelWords =
  /model|classifier|regressor|estimator|pipeline|checkpoint|ckpt|weights|state_dict|\bclf\b|net\b|_reg(?:ression)?\b/i;
const otherWords =
  /optim|\bopt_|scheduler|rng_|scaler|training_args|train(?:ing|er)_state|random_state|\b(?:train|test|val|valid)\.pth?\b/i;
const dataWords = /data|dataset|tensor|embed|cache|token|feature|input|label|batch|tfidf|vocab|stats|sample/i;

const formats: readonly (readonly [RegExp, string])[] = [
  [/\.safetensors$/i, 'safetensors'],
  [/\.onnx$/i, 'onnx'],
  [/\.keras$/i, 'keras'],
  [/\.(?:h5|hdf5)$/i, 'h5'],
  [/\.gguf$/i, 'gguf'],
  [/\.joblib$/i, 'joblib'],
  [/\.(?:pkl|pickle)$/i, 'pickle'],
  [/\.json$/i, 'json'],
  [/\.ubj$/i, 'ubj'],
];

/** Models that are loaded, and what is saved. */
export function findModelFacts(
  facts: FactBuilder,
  places: ModulePlaces,
  compiled: CompiledInventory,
): readonly InventoryFact[] {
  const found: InventoryFact[] = [];
  for (const call of places.calls) {
    if (call.names.length === 0) continue;
    const model = compiled.models.find(call.names);
    if (model !== undefined) found.push(...readModel(facts, call, model.value, model.name));
    const artifact = compiled.artifacts.find(call.names);
    if (artifact !== undefined) {
      const { format, reference, isPublished } = artifact.value;
      found.push(...readArtifact(facts, call, artifact.name, format, reference, isPublished));
    }
  }
  return found;
}

function readModel(
  facts: FactBuilder,
  call: PlacedCall,
  known: ModelKnowledge,
  loader: string,
): (ModelFact | DatasetFact)[] {
  if (known.needs !== undefined) {
    const needed = facts.argument(known.needs, call);
    if (needed === 'missing') return [];
    const value = typeof needed === 'object' ? facts.constant(needed.value, needed.site) : undefined;
    if (value === null || value === false) return [];
  }
  const repository = facts.argument('repo_type', call);
  if (loader.startsWith('huggingface_hub.') && repository !== 'missing') {
    // A download may be of data or of an app; of a model only when that is said or nothing is said.
    const type =
      typeof repository === 'object' ? facts.constant(repository.value, repository.site) : undefined;
    if (type === 'dataset') return readHubData(facts, call, loader);
    if (type !== 'model' && type !== null) return [];
  }
  const given = throughOpen(facts, facts.given(known.reference, call));
  const isNone = given !== undefined && facts.constant(given.value, given.site) === null;
  const reference = given === undefined || isNone ? undefined : facts.state(given.value, given.site);
  if (known.reference !== undefined && reference === undefined) return [];
  if (!speaksOfModel(facts, loader, reference === undefined ? undefined : given)) return [];
  const place = known.isSurePlace
    ? known.place
    : known.place === 'file' && given !== undefined
      ? placeOfFile(facts, given)
      : placeOf(facts, given, known.place);
  return [
    {
      ...facts.start(nameOfValue(reference) ?? lastName(loader), call.call, call.site.scope),
      kind: 'model',
      role: known.role,
      place,
      ...optional('reference', reference),
      ...optional('revision', facts.stated(known.revision, call)),
      loader,
      mayRunCode: mayRunCode(facts, call, known),
    },
  ];
}

function readHubData(facts: FactBuilder, call: PlacedCall, loader: string): DatasetFact[] {
  const given = facts.given('repo_id@0', call);
  if (given === undefined) return [];
  const reference = facts.state(given.value, given.site);
  return [
    {
      ...facts.start(nameOfValue(reference) ?? '', call.call, call.site.scope),
      kind: 'dataset',
      place: 'hub',
      reference,
      ...optional('revision', facts.stated('revision', call)),
      loader,
      use: 'unknown',
    },
  ];
}

/** A file that is read stays one when its name is only known at run time. */
function placeOfFile(facts: FactBuilder, given: PlacedValue): ModelFact['place'] {
  const place = placeOf(facts, given, 'file');
  if (place !== 'unknown') return place;
  const { value, site } = given;
  const isBuffer =
    value.kind === 'call' && facts.namesOf(value.callee, site).some((name) => /^io\./.test(name));
  return isBuffer ? 'unknown' : 'file';
}

function speaksOfModel(facts: FactBuilder, qualified: string, given: PlacedValue | undefined): boolean {
  const isAny = anyObject.test(qualified);
  if (!isAny && !/^torch\.(?:load|save|jit\.load)$/.test(qualified)) return true;
  if (given === undefined) return !isAny;
  const stated = nameOfValue(facts.state(given.value, given.site)) ?? '';
  // Of a path that is put together, the last part is the file.
  const file = /["']([^"'/\\]+\.\w+)["']\)*$/.exec(stated)?.[1];
  const written = facts.textOf(given.value, given.site.scope);
  const text =
    file === undefined
      ? `${stated} ${written}`
      : `${file} ${given.value.kind === 'name' ? given.value.name : ''}`;
  if (otherWords.test(text)) return false;
  if (modelWords.test(text)) return true;
  return !isAny && !dataWords.test(text);
}

/** Whether what is written with a writer of any object is a model, as its name or its class says. */
function isModelObject(facts: FactBuilder, saver: string, kept: PlacedValue | undefined): boolean {
  if (kept === undefined || !anyObject.test(saver)) return false;
  const items = kept.value.kind === 'sequence' ? kept.value.items : [kept.value];
  return items.some((item) => {
    if (item.kind !== 'name' && item.kind !== 'attribute') return false;
    const names = facts.module.resolver.namesOf(item, kept.site);
    const isEstimator = names.some((name) =>
      /^(?:xgboost|lightgbm|catboost|sklearn\.(?:pipeline|ensemble|linear_model|svm|tree|neighbors|naive_bayes|cluster|neural_network))\./.test(
        name,
      ),
    );
    return isEstimator || /^(?:model|clf|classifier|regressor|estimator|best_model)$/i.test(item.name);
  });
}

/** The name that an expression begins with: `optimizer` of `optimizer.state_dict()`; empty when there is none. */
function firstName(expr: PlacedValue['value']): string {
  let at = expr;
  for (;;) {
    if (at.kind === 'name') return at.name;
    if (at.kind === 'call') at = at.callee;
    else if (at.kind === 'attribute') at = at.object;
    else return '';
  }
}

function mayRunCode(facts: FactBuilder, call: PlacedCall, known: ModelKnowledge): boolean | undefined {
  if (known.runsCode !== 'unknown') return known.runsCode === 'always';
  const flag = (key: string | undefined): boolean | undefined => {
    if (key === undefined) return undefined;
    const value = facts.stated(key, call);
    return value?.kind === 'constant' && typeof value.value === 'boolean' ? value.value : undefined;
  };
  if (flag(known.unsafeWhen) === true) return true;
  const isSafe = flag(known.safeWhen);
  if (isSafe === true) {
    const hidden = known.unsafeWhen === undefined ? 'missing' : facts.argument(known.unsafeWhen, call);
    return hidden === 'missing' || flag(known.unsafeWhen) === false ? false : undefined;
  }
  return isSafe === false && known.safeWhen !== 'use_safetensors' ? true : undefined;
}

function readArtifact(
  facts: FactBuilder,
  call: PlacedCall,
  saver: string,
  format: string,
  key: string | undefined,
  isPublished: boolean,
): ArtifactFact[] {
  const given = throughOpen(facts, facts.given(key, call));
  const kept = facts.given('obj|value@0', call);
  if (!isModelObject(facts, saver, kept) && !speaksOfModel(facts, saver, given)) return [];
  if (kept !== undefined && otherWords.test(firstName(kept.value))) return [];
  const stated = given === undefined ? undefined : facts.state(given.value, given.site);
  const reference = stated?.kind === 'constant' && stated.value === null ? undefined : stated;
  const ending = formats.find(([end]) =>
    end.test((nameOfValue(reference) ?? '').replace(/['")\]}]+$/, '')),
  )?.[1];
  const named = format === 'name' ? (ending ?? 'unknown') : format === 'name-or-pickle' ? 'pickle' : format;
  return [
    {
      ...facts.start(nameOfValue(reference) ?? lastName(saver), call.call, call.site.scope),
      kind: 'artifact',
      format: named,
      ...optional('reference', reference),
      saver,
      isPublished,
    },
  ];
}
