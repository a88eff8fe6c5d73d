import type { CompiledInventory } from './compiled-inventory.js';
import { type FactBuilder, lastName, optional, type PlacedCall } from './fact-builder.js';
import type { DatasetFact, InventoryFact, OriginPlace } from './inventory.js';
import type { DatasetKnowledge, MetricKnowledge } from './inventory-knowledge.js';
import type { ModulePlaces } from './module-places.js';
import { placeOf } from './origin-place.js';
import type { StatedValue } from './stated-value.js';
import { throughGlob } from './through-glob.js';
import { throughOpen } from './through-open.js';

const isOfRun =
  /(?:^|[_\W])(?:evolve|results?|history|metrics|scores?|losses|predictions?|preds|submission|leaderboard|benchmarks?|summary|logs?)(?:$|[_\W\d])/i;
const training = /^train(?:ing)?(?:$|[_\W])/i;
const evaluation = /^(?:test|val|valid|validation|dev|eval|evaluation)(?:$|[_\W])/i;

/** Data that is read, seeds, splits and metrics. */
export function findDataFacts(
  facts: FactBuilder,
  { calls }: ModulePlaces,
  compiled: CompiledInventory,
): readonly InventoryFact[] {
  return calls.flatMap((call): InventoryFact[] => {
    if (call.names.length === 0) return [];
    const dataset = compiled.datasets.find(call.names);
    if (dataset !== undefined) return readDataset(facts, call, dataset.value, dataset.name);
    if (compiled.downloads.matchesAny(call.names)) return readDownload(facts, call, compiled);
    const seed = compiled.seeds.find(call.names);
    if (seed !== undefined) {
      const value = facts.stated(seed.value.value, call);
      if (value === undefined) return [];
      return [{ ...startOf(facts, call, seed.name), kind: 'seed', setter: seed.name, value }];
    }
    const split = compiled.splits.find(call.names);
    if (split !== undefined) {
      const parameters = split.value.parameters.flatMap((key) => {
        const given = facts.given(key, call);
        return given === undefined ? [] : [facts.hyperparameter(nameOfKey(key), given)];
      });
      return [
        { ...startOf(facts, call, lastName(split.name)), kind: 'split', splitter: split.name, parameters },
      ];
    }
    const metric = compiled.metrics.find(call.names);
    if (metric === undefined || compiled.metricExceptions.matchesAny(call.names)) return [];
    return readMetric(facts, call, metric.value, metric.name);
  });
}

function startOf(facts: FactBuilder, { call, site }: PlacedCall, name: string) {
  return facts.start(name, call, site.scope);
}

/** The first name of an argument's key. */
export function nameOfKey(key: string): string {
  return key.split(/[|@]/, 1)[0] ?? key;
}

/** How a reference is called: its text. */
export function nameOfValue(value: StatedValue | undefined): string | undefined {
  if (value === undefined) return undefined;
  return value.kind === 'constant' ? String(value.value) : value.text;
}

function readDataset(
  facts: FactBuilder,
  call: PlacedCall,
  known: DatasetKnowledge,
  loader: string,
): InventoryFact[] {
  let given = throughOpen(facts, facts.given(known.reference, call));
  let configuration = facts.stated(known.configuration, call);
  let usual: OriginPlace = known.place;
  const first = given === undefined ? undefined : facts.constant(given.value, given.site);
  const files = facts.given(known.files, call);
  const isFormat = typeof first === 'string' ? known.formats.includes(first) : files !== undefined;
  if (isFormat && known.formats.length > 0) {
    // `load_dataset("csv", data_files=...)`: the first argument is a format, the files come from elsewhere.
    given = files;
    configuration = undefined;
    usual = 'file';
  }
  if (given !== undefined && facts.constant(given.value, given.site) === null) given = undefined;
  const reference = given === undefined ? undefined : facts.state(given.value, given.site);
  if (known.reference !== undefined && reference === undefined && known.place !== 'library') return [];
  // What a run wrote down about itself is no data set.
  if (reference !== undefined && isOfRun.test(lastPart(reference))) return [];
  const searched = throughGlob(facts, given);
  if (
    searched !== undefined &&
    searched !== given &&
    isOfRun.test(lastPart(facts.state(searched.value, searched.site)))
  )
    return [];
  const split = facts.stated(known.split, call);
  const name = nameOfValue(reference) ?? lastName(loader).replace(/^(?:load|fetch)_(?=\w)/, '');
  const shown = loader.endsWith('.load_data') ? (loader.split('.').at(-2) ?? name) : name;
  const fact: DatasetFact = {
    ...startOf(facts, call, shown),
    kind: 'dataset',
    place: known.isLocal ? 'file' : placeOf(facts, given, usual),
    ...optional('reference', reference),
    ...optional('configuration', configuration),
    ...optional('revision', facts.stated(known.revision, call)),
    ...optional('split', split),
    ...optional('digest', facts.stated(known.digest, call)),
    loader,
    use: known.use ?? useOf(facts, call, known, split, reference),
  };
  return [fact];
}

/** The end of a path: the file, or the last name of an expression. */
function lastPart(reference: StatedValue): string {
  const text = nameOfValue(reference) ?? '';
  return /[^/\\"']*["')\]]*$/.exec(text)?.[0] ?? text;
}

function useOf(
  facts: FactBuilder,
  call: PlacedCall,
  known: DatasetKnowledge,
  split: StatedValue | undefined,
  reference: StatedValue | undefined,
): DatasetFact['use'] {
  const flag = facts.stated(known.isTraining, call);
  if (flag?.kind === 'constant' && typeof flag.value === 'boolean')
    return flag.value ? 'training' : 'evaluation';
  const words = [split, reference].flatMap((value) =>
    value?.kind === 'constant' ? [String(value.value)] : [],
  );
  for (const word of words) {
    const file = word.slice(Math.max(word.lastIndexOf('/'), word.lastIndexOf('\\')) + 1);
    if (training.test(file)) return 'training';
    if (evaluation.test(file)) return 'evaluation';
  }
  return 'unknown';
}

/** A file that is fetched from a URL, when the end of its name says what it is. */
function readDownload(
  facts: FactBuilder,
  call: PlacedCall,
  { knowledge }: CompiledInventory,
): InventoryFact[] {
  const { url, digest, dataEnds, modelEnds } = knowledge.downloads;
  const given = facts.given(url, call);
  const value = facts.constant(given?.value, call.site);
  if (given === undefined || typeof value !== 'string' || !/^https?:\/\//i.test(value)) return [];
  const path = (value.split(/[?#]/, 1)[0] ?? '').toLowerCase();
  const isSource = /\/(?:archive|releases|tarball|zipball)\//.test(path);
  const reference = facts.state(given.value, given.site);
  const common = {
    ...startOf(facts, call, nameOfValue(reference) ?? ''),
    place: 'url' as const,
    reference,
    loader: call.names[0] ?? '',
  };
  const file = path.slice(path.lastIndexOf('/') + 1);
  if (modelEnds.some((end) => path.endsWith(end)) || /model|weights|checkpoint/.test(file))
    return [{ ...common, kind: 'model', role: 'unknown', mayRunCode: undefined }];
  if (isSource || !dataEnds.some((end) => path.endsWith(end))) return [];
  const checked = facts.stated(digest, call);
  return [{ ...common, kind: 'dataset', ...optional('digest', checked), use: useOfUrl(path) }];
}

function useOfUrl(path: string): DatasetFact['use'] {
  const file = path.slice(path.lastIndexOf('/') + 1);
  return training.test(file) ? 'training' : evaluation.test(file) ? 'evaluation' : 'unknown';
}

const metricNames: Readonly<Record<string, string>> = {
  mean_squared_error: 'mse',
  mean_absolute_error: 'mae',
  root_mean_squared_error: 'rmse',
  mean_absolute_percentage_error: 'mape',
  r2: 'r_squared',
  corpus_bleu: 'bleu',
  sentence_bleu: 'bleu',
};

function readMetric(
  facts: FactBuilder,
  call: PlacedCall,
  known: MetricKnowledge,
  qualified: string,
): InventoryFact[] {
  const stated = facts.stated(known.name, call);
  if (known.name !== undefined && (stated?.kind !== 'constant' || typeof stated.value !== 'string'))
    return [];
  const own = lastName(qualified)
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .toLowerCase();
  const plain = stated?.kind === 'constant' ? String(stated.value) : own.replace(/_score$/, '');
  const root = facts.given('squared', call);
  const isRoot = root !== undefined && facts.constant(root.value, root.site) === false;
  const metric = isRoot && plain === 'mean_squared_error' ? 'rmse' : (metricNames[plain] ?? plain);
  return [{ ...startOf(facts, call, metric), kind: 'metric', function: qualified, metric }];
}
