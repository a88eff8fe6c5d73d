import type { DatasetFact, LlmCallFact, ModelFact, TrainingFact } from '../../inventory/inventory.js';
import { encodeSegment } from '../../report/encode-segment.js';
import type { PackageRequirement, ProjectFacts } from '../../semantics/project.js';
import { findBaseModels, isHubId } from '../cards/base-models.js';
import { type CardContext, constantText } from '../cards/card-context.js';
import { placeOf } from '../cards/fills-security.js';
import { hideCredentials } from '../hide-credentials.js';
import { defaultOf, occurrenceOf, property, textOf, unique } from './bom-parts.js';
import type { BomComponent, BomModelCard } from './bom-types.js';

/**
 * A model that is loaded, or data that is read: named by its reference where the code states one.
 *
 * @param unsafe findings about loading, by line; what they say goes before what the call shows
 */
export function describeModel(fact: ModelFact, unsafe: ReadonlyMap<string, string>): BomComponent {
  const mayRunCode = unsafe.has(placeOf(fact.location)) ? true : fact.mayRunCode;
  const id = constantText(fact.reference);
  const revision = constantText(fact.revision);
  return {
    type: 'machine-learning-model',
    'bom-ref': refOfModel(fact),
    ...nameOf(id, fact.name, fact.place),
    ...(revision === undefined ? {} : { version: revision }),
    ...(fact.place === 'hub' && id !== undefined && isHubId(id) ? hubFields(id, revision, '') : {}),
    evidence: { occurrences: [occurrenceOf(fact)] },
    properties: [
      ...property('role', fact.role),
      ...property('place', fact.place),
      ...property('loader', fact.loader),
      ...(id === undefined ? property('reference', textOf(fact.reference)) : defaultOf(fact.reference)),
      ...(revision === undefined ? property('revision', textOf(fact.revision)) : []),
      ...property('loading-may-run-code', mayRunCode === undefined ? undefined : String(mayRunCode)),
    ],
  };
}

/** A language model that is called, when the code names it. */
export function describeCalledModel(fact: LlmCallFact): readonly BomComponent[] {
  const id = constantText(fact.model);
  if (id === undefined) return [];
  return [
    {
      type: 'machine-learning-model',
      'bom-ref': `llm:${fact.provider}/${id}`,
      group: fact.provider,
      name: id,
      evidence: { occurrences: [occurrenceOf(fact)] },
      properties: [
        ...property('runs', fact.isLocal ? 'in this process' : 'at a service'),
        ...defaultOf(fact.model),
      ],
    },
  ];
}

/** Data that is read. */
export function describeDataset(fact: DatasetFact): BomComponent {
  const id = constantText(fact.reference);
  const revision = constantText(fact.revision);
  const digest = /^(?:sha256:)?([0-9a-f]{64})$/i.exec(constantText(fact.digest) ?? '')?.[1];
  const url = fact.place === 'url' && id !== undefined ? toAddress(id) : undefined;
  const { name } = nameOf(id, fact.name, fact.place);
  return {
    type: 'data',
    'bom-ref': refOfDataset(fact),
    ...nameOf(id, fact.name, fact.place),
    ...(revision === undefined ? {} : { version: revision }),
    ...(digest === undefined ? {} : { hashes: [{ alg: 'SHA-256', content: digest.toLowerCase() }] }),
    ...(fact.place === 'hub' && id !== undefined && isHubId(id) ? hubFields(id, revision, 'datasets/') : {}),
    evidence: { occurrences: [occurrenceOf(fact)] },
    data: [{ type: 'dataset', name, ...(url === undefined ? {} : { contents: { url } }) }],
    properties: [
      ...property('place', fact.place),
      ...property('use', fact.use === 'unknown' ? undefined : fact.use),
      ...property('loader', fact.loader),
      ...property('configuration', textOf(fact.configuration)),
      ...property('split', textOf(fact.split)),
      ...(id === undefined ? property('reference', textOf(fact.reference)) : defaultOf(fact.reference)),
    ],
  };
}

/** A model that the code trains. */
export function describeTrained(fact: TrainingFact, context: CardContext): BomComponent {
  const { path } = fact.location;
  const learning = context.input.knowledge.cards.metadata.learning.find(({ names }) =>
    names.includes(fact.trainer.replace(/\(\)$/, '')),
  );
  const task = fact.task ?? learning?.task;
  const datasets = context
    .list('dataset')
    .filter((data) => data.location.path === path && data.use === 'training')
    .map((data) => ({ ref: refOfDataset(data) }));
  const metrics = context.list('metric').filter(({ location }) => location.path === path);
  const parameters = {
    ...(learning === undefined ? {} : { approach: { type: learning.approach } }),
    ...(task === undefined ? {} : { task }),
    ...(learning === undefined ? {} : { modelArchitecture: fact.trainer.replace(/\(\)$/, '') }),
    ...(datasets.length === 0 ? {} : { datasets: unique(datasets) }),
  };
  const card: BomModelCard = {
    ...(Object.keys(parameters).length === 0 ? {} : { modelParameters: parameters }),
    ...(metrics.length === 0
      ? {}
      : {
          quantitativeAnalysis: {
            performanceMetrics: unique(metrics.map(({ metric }) => ({ type: metric }))),
          },
        }),
    ...(fact.hyperparameters.length === 0
      ? {}
      : {
          properties: fact.hyperparameters.map(({ name, value }) => ({
            name: `fairlead:hyperparameter:${name}`,
            value: textOf(value) ?? '',
          })),
        }),
  };
  return {
    type: 'machine-learning-model',
    'bom-ref': refOfTrained(fact),
    name: fact.symbol === '' ? path : fact.symbol,
    description: `A model that the code of ${path} trains.`,
    evidence: { occurrences: [occurrenceOf(fact)] },
    ...(Object.keys(card).length === 0 ? {} : { modelCard: card }),
    properties: [
      ...property('origin', 'trained here'),
      ...property('framework', fact.framework),
      ...property('trainer', fact.trainer),
      ...property('method', fact.method),
    ],
  };
}

/** Packages that the manifests name, with a release only where exactly one is stated. */
export function describeLibraries({ packages }: ProjectFacts): readonly BomComponent[] {
  return Object.entries(packages).map(([name, requirements]) => {
    const releases = findReleases(requirements);
    const [version] = releases.size === 1 ? releases : [];
    const specifiers = [...new Set(requirements.map(({ specifier }) => specifier))].filter(
      (specifier) => specifier !== '',
    );
    return {
      type: 'library',
      'bom-ref': `library:${name}`,
      name,
      ...(version === undefined ? {} : { version }),
      purl: `pkg:pypi/${encodeSegment(name)}${version === undefined ? '' : `@${encodeSegment(version)}`}`,
      evidence: {
        occurrences: unique(requirements.map(({ path, line }) => ({ location: path, line: line + 1 }))),
      },
      ...(version === undefined && specifiers.length > 0
        ? { properties: specifiers.flatMap((specifier) => property('specifier', specifier)) }
        : {}),
    };
  });
}

/** Exact releases, by folder those of the lock file where there is one. */
function findReleases(requirements: readonly PackageRequirement[]): ReadonlySet<string> {
  const folders = new Map<string, { exact: string[]; locked: string[] }>();
  for (const { path, specifier, locked } of requirements) {
    const release = /^===?\s*([^\s*,;]+)$/.exec(specifier)?.[1];
    if (release === undefined) continue;
    const folder = path.slice(0, path.lastIndexOf('/') + 1);
    const known = folders.get(folder) ?? { exact: [], locked: [] };
    folders.set(folder, known);
    (locked ? known.locked : known.exact).push(release);
  }
  return new Set([...folders.values()].flatMap(({ exact, locked }) => (locked.length > 0 ? locked : exact)));
}

/** Which trained model rests on which data and base model. */
export function listModelDependencies(
  context: CardContext,
): readonly (readonly [string, readonly string[]])[] {
  const bases = findBaseModels(context);
  return context.list('training').map((run): readonly [string, readonly string[]] => {
    const data = context
      .list('dataset')
      .filter((fact) => fact.location.path === run.location.path && fact.use === 'training')
      .map(refOfDataset);
    const models = bases.filter((base) => base.run === run).map(({ model }) => refOfModel(model));
    return [refOfTrained(run), [...data, ...models]];
  });
}

function refOfModel({ id, place, reference, revision }: ModelFact): string {
  return refOf('model', id, place, constantText(reference), constantText(revision));
}

function refOfDataset({ id, place, reference, revision }: DatasetFact): string {
  return refOf('data', id, place, constantText(reference), constantText(revision));
}

function refOfTrained({ id }: TrainingFact): string {
  return `trained:${id}`;
}

function refOf(
  kind: string,
  id: string,
  place: string,
  reference: string | undefined,
  revision: string | undefined,
): string {
  if (reference === undefined) return `${kind}:${id}`;
  return `${kind}:${place}/${hideCredentials(reference)}${revision === undefined ? '' : `@${revision}`}`;
}

/** The first part of an id of a hub is its publisher; that of a path is a folder. */
function nameOf(
  reference: string | undefined,
  fallback: string,
  place: string,
): { group?: string; name: string } {
  if (reference === undefined) return { name: hideCredentials(fallback) };
  const parts = reference.split('/');
  const [group = '', name = ''] = parts;
  return place === 'hub' && parts.length === 2 && isHubId(reference)
    ? { group, name }
    : { name: hideCredentials(reference) };
}

function hubFields(
  id: string,
  revision: string | undefined,
  folder: string,
): Pick<BomComponent, 'purl' | 'externalReferences'> {
  const address = `https://huggingface.co/${folder}${id}`;
  const path = id.split('/').map(encodeSegment).join('/');
  return {
    // The package URL type covers models only.
    ...(folder === ''
      ? { purl: `pkg:huggingface/${path}${revision === undefined ? '' : `@${encodeSegment(revision)}`}` }
      : {}),
    externalReferences: [{ type: 'distribution', url: address }],
  };
}

/** An address in the form that the schema asks for; undefined when it cannot be one. */
export function toAddress(text: string): string | undefined {
  const plain = hideCredentials(text);
  return /^[\w.~:/?#[\]@!$&'()*+,;=%-]+$/.test(plain) && !/%(?![0-9a-f]{2})/i.test(plain) ? plain : undefined;
}
