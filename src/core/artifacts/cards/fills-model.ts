import type { ModelFact, TrainingFact } from '../../inventory/inventory.js';
import type { Location } from '../../source/document.js';
import { groupArchitectures, maxArchitectures } from '../group-architectures.js';
import { quoteCode } from '../source-link.js';
import { findBaseModels } from './base-models.js';
import type { Statement } from './card-content.js';
import { type CardContext, constantText, describeValue, shortName, sourcesOf } from './card-context.js';
import { describeRevision } from './fills-data.js';
import { shortenList } from './statement-links.js';

const maxParts = 12;

/** Models and parts of models that the code defines; where there are many, those of a file or folder together. */
export function fillArchitectures(context: CardContext): readonly Statement[] {
  const facts = context.list('architecture');
  if (facts.length > maxArchitectures) {
    return groupArchitectures(facts).map(({ place, names, builders, locations }) => {
      const what = [
        ...(names.length === 0 ? [] : [`defines among others ${shortenList(names, 8)}`]),
        ...(builders.length === 0 ? [] : [`builds models with ${shortenList(builders, 4)}`]),
      ].join(' and ');
      return { key: `group ${place}`, text: `${quoteCode(place)} ${what}`, sources: locations.slice(0, 1) };
    });
  }
  return facts.map((fact) => {
    // A call such as from_pretrained is not a layer.
    const layers = fact.parts.filter((part) => /^[A-Z]/.test(part.split('.').at(-1) ?? '')).map(shortName);
    const parts = layers.length === 0 ? '' : `; built of ${shortenList(layers, maxParts)}`;
    const isLibraryClass = fact.base.split('.').at(-1) === fact.name;
    const name = isLibraryClass
      ? quoteCode(fact.base)
      : `${quoteCode(fact.name)}, based on ${quoteCode(fact.base)}`;
    return { key: fact.id, text: `${name}${parts}`, sources: [fact.location] };
  });
}

/** What is learned, where a class or an argument says it. */
export function fillTask(context: CardContext): readonly Statement[] {
  return context.list('training').flatMap((fact) =>
    fact.task === undefined
      ? []
      : [
          {
            key: fact.task,
            text: `${quoteCode(fact.task)}, trained with ${quoteCode(fact.trainer)}`,
            sources: [fact.location],
          },
        ],
  );
}

/** The models that a training run starts from. */
export function fillBaseModel(context: CardContext): readonly Statement[] {
  return findBaseModels(context).map(({ model, run }) => ({
    key: constantText(model.reference) ?? model.id,
    text: `${nameModel(model)}, ${describeRevision(model.revision)}; loaded with ${quoteCode(shortName(model.loader))} in the file that trains with ${quoteCode(shortName(run.trainer))}`,
    sources: [...sourcesOf(model.location, model.reference, model.revision), run.location],
  }));
}

const roleWords: Readonly<Record<ModelFact['role'], string>> = {
  base: 'model',
  adapter: 'adapter',
  tokenizer: 'tokenizer',
  embedding: 'embedding model',
  unknown: 'model',
};

/** Every model that is loaded from outside or from a file; a model and its tokenizer in one line. */
export function fillModels(context: CardContext): readonly Statement[] {
  const groups = new Map<string, { first: ModelFact; facts: ModelFact[] }>();
  for (const fact of context.list('model')) {
    const key = JSON.stringify([nameModel(fact), describePlace(fact)]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { first: fact, facts: [fact] });
    else group.facts.push(fact);
  }
  return [...groups.values()].map(({ first, facts }) => {
    const roles = [...new Set(facts.map(({ role }) => roleWords[role]))].join(' and ');
    const loaders = [...new Set(facts.map(({ loader }) => loader))];
    const isNamed = first.reference !== undefined;
    const how = isNamed ? `${roles}${describePlace(first)}, loaded with ${shortenList(loaders, 4)}` : roles;
    return {
      key: first.id,
      text: isNamed ? `${nameModel(first)}, ${how}` : `${nameModel(first)}${describePlace(first)}`,
      sources: facts.flatMap((fact) => sourcesOf(fact.location, fact.reference, fact.revision)),
    };
  });
}

/** Where the code itself loads a model from a file that it names, as a place to learn it from. */
export function fillLoading(context: CardContext): readonly Statement[] {
  return context
    .list('model')
    .filter(({ place, reference }) => place === 'file' && constantText(reference) !== undefined)
    .map((fact) => ({
      key: fact.id,
      text: `the code loads ${nameModel(fact)} with ${quoteCode(fact.loader)}`,
      sources: sourcesOf(fact.location, fact.reference),
    }));
}

/** Whether models of the Hub are named with a revision. */
export function fillModelRevisions(context: CardContext): readonly Statement[] {
  return context
    .list('model')
    .filter(({ place }) => place === 'hub')
    .map((fact) => ({
      key: fact.id,
      text: `${nameModel(fact)}: ${describeRevision(fact.revision)}`,
      sources: sourcesOf(fact.location, fact.reference, fact.revision),
    }));
}

/** Places where a model is trained. */
export function fillRuns(context: CardContext): readonly Statement[] {
  return context.list('training').map((fact) => ({
    key: fact.id,
    text: `${nameRun(fact)}${fact.method === undefined ? '' : `, method ${quoteCode(fact.method)}`}`,
    sources: [fact.location],
  }));
}

/** Hyperparameters of all runs; a run is named by its file too where runs of one name differ. */
export function fillHyperparameters(context: CardContext): readonly Statement[] {
  const runs = context.list('training');
  const values = new Map<string, Set<string>>();
  for (const run of runs) {
    for (const { name, value } of run.hyperparameters) {
      const key = `${nameRun(run)} ${name}`;
      values.set(key, (values.get(key) ?? new Set()).add(describeValue(value)));
    }
  }
  return runs.flatMap((run) =>
    run.hyperparameters.map(({ name, value, location }) => {
      const isAmbiguous = (values.get(`${nameRun(run)} ${name}`)?.size ?? 0) > 1;
      const file = isAmbiguous ? ` of ${quoteCode(run.location.path)}` : '';
      return {
        key: `${run.id}.${name}`,
        text: `${quoteCode(name)} = ${describeValue(value)}${runs.length > 1 ? `, for ${nameRun(run)}${file}` : ''}`,
        sources: sourcesOf(location, value),
      };
    }),
  );
}

const precisionNames = /^(?:fp16|bf16|tf32|half|mixed_precision|precision|torch_dtype|dtype|amp)$/;

/** Hyperparameters that choose the number format. */
export function fillPrecision(context: CardContext): readonly Statement[] {
  return context.list('training').flatMap((run) =>
    run.hyperparameters
      .filter(({ name }) => precisionNames.test(name))
      .map(({ name, value, location }) => ({
        key: `${run.id}.${name}`,
        text: `${quoteCode(name)} = ${describeValue(value)}`,
        sources: sourcesOf(location, value),
      })),
  );
}

/** Calls that fix the source of randomness. */
export function fillSeeds(context: CardContext): readonly Statement[] {
  return context.list('seed').map((fact) => ({
    key: fact.id,
    text: `${quoteCode(fact.setter)}${fact.value === undefined ? '' : ` with ${describeValue(fact.value)}`}`,
    sources: sourcesOf(fact.location, fact.value),
  }));
}

/** Loss functions and optimizers; the fact has them by file, without their lines. */
export function fillObjectives(context: CardContext): readonly Statement[] {
  const describe = (kind: string, name: string, location: Location): Statement => ({
    key: name,
    text: `${kind} ${quoteCode(name)}, named in the file of the run`,
    sources: [location],
  });
  return context
    .list('training')
    .flatMap(({ losses, optimizers, location }) => [
      ...losses.filter(isPublic).map((name) => describe('loss', name, location)),
      ...optimizers.filter(isPublic).map((name) => describe('optimizer', name, location)),
    ]);
}

/** Metrics that the code computes; it does not say with which result. */
export function fillMetrics(context: CardContext): readonly Statement[] {
  return context.list('metric').map((fact) => ({
    key: fact.function,
    text: `${quoteCode(fact.metric)}, computed with ${quoteCode(fact.function)}`,
    sources: [fact.location],
  }));
}

/** Experiment trackers. */
export function fillTrackers(context: CardContext): readonly Statement[] {
  return context.list('tracker').map((fact) => ({
    key: fact.id,
    text: `${quoteCode(fact.service)}${fact.project === undefined ? '' : `, project ${describeValue(fact.project)}`}`,
    sources: sourcesOf(fact.location, fact.project),
  }));
}

/** Name of a model in running text. */
export function nameModel({ reference, loader }: ModelFact): string {
  if (reference === undefined) return `a model of ${quoteCode(loader)}`;
  return reference.kind === 'constant'
    ? describeValue(reference)
    : `the model at ${describeValue(reference)}`;
}

function describePlace({ place, revision, loader }: ModelFact): string {
  if (place === 'library') return ' that the library names';
  if (place === 'url' && loader === 'torch.hub.load') return ' from a repository that torch.hub fetches';
  if (place === 'hub') return ` from the Hugging Face Hub, ${describeRevision(revision)}`;
  if (place === 'unknown') return '';
  return ` from ${place === 'url' ? 'an address' : `a ${place}`}`;
}

/** Whether a qualified name is one that a library offers, not a base class for annotations. */
function isPublic(name: string): boolean {
  return !/\._/.test(name);
}

function nameRun({ symbol, trainer, framework }: TrainingFact): string {
  const name = trainer === framework ? `training with ${quoteCode(framework)}` : quoteCode(trainer);
  return `${name}${symbol === '' ? '' : ` in ${quoteCode(symbol)}`}`;
}
