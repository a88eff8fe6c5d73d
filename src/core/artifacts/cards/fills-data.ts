import type { DatasetFact, SplitFact } from '../../inventory/inventory.js';
import type { StatedValue } from '../../inventory/stated-value.js';
import { quoteCode } from '../source-link.js';
import type { Statement } from './card-content.js';
import { type CardContext, constantText, describeValue, sourcesOf } from './card-context.js';

/** Data that is read where a model is trained, or of which the split says so. */
export function fillTrainingData(context: CardContext): readonly Statement[] {
  return describeUse(context, 'training');
}

/** Data of which the code does not say what it is for. */
export function fillUnsortedData(context: CardContext): readonly Statement[] {
  return describeUse(context, 'unknown');
}

/** Data that is read where a model is evaluated, or of which the split says so. */
export function fillEvaluationData(context: CardContext): readonly Statement[] {
  return describeUse(context, 'evaluation');
}

const useWords: Readonly<Record<DatasetFact['use'], string>> = {
  training: '; train split, or read by training code',
  evaluation: '; test split, or read by evaluation code',
  unknown: '',
};

/** Every place that data comes from, with what it is read for where that shows. */
export function fillDataSources(context: CardContext): readonly Statement[] {
  return context.list('dataset').map((fact) => {
    const statement = describeData(fact);
    return { ...statement, text: `${statement.text}${useWords[fact.use]}` };
  });
}

/** Digests that the code checks data against. */
export function fillDataDigests(context: CardContext): readonly Statement[] {
  return context.list('dataset').flatMap((fact) =>
    fact.digest === undefined
      ? []
      : [
          {
            key: fact.id,
            text: `${nameData(fact)} is checked against ${describeValue(fact.digest)}`,
            sources: sourcesOf(fact.location, fact.digest),
          },
        ],
  );
}

/** Whether data of the Hub is named with a revision. */
export function fillDataRevisions(context: CardContext): readonly Statement[] {
  return context
    .list('dataset')
    .filter(({ place }) => place === 'hub')
    .map((fact) => ({
      key: fact.id,
      text: `${nameData(fact)}: ${describeRevision(fact.revision)}`,
      sources: sourcesOf(fact.location, fact.revision),
    }));
}

/** How the data is split. */
export function fillSplits(context: CardContext): readonly Statement[] {
  return context.list('split').map((fact) => ({
    key: fact.id,
    text: `split with ${quoteCode(fact.splitter)}${describeParameters(fact)}`,
    sources: sourcesOf(fact.location, ...fact.parameters.map(({ value }) => value)),
  }));
}

/** A revision in words: pinned to a commit, a name that can move, or none at the place of the call. */
export function describeRevision(revision: StatedValue | undefined): string {
  if (revision === undefined) return 'no revision stated';
  const text = constantText(revision);
  if (text === undefined) return `revision is ${describeValue(revision)}`;
  return /^[0-9a-f]{40}$/.test(text)
    ? `revision ${quoteCode(text)}, a commit`
    : `revision ${quoteCode(text)}, a name that can move`;
}

/** Name of a data set in running text. */
function nameData({ reference, loader, place }: DatasetFact): string {
  if (reference !== undefined) {
    return reference.kind === 'constant' ? describeValue(reference) : `data at ${describeValue(reference)}`;
  }
  return place === 'library' ? `the data of ${quoteCode(loader)}` : `data read with ${quoteCode(loader)}`;
}

const placeWords: Readonly<Record<DatasetFact['place'], string>> = {
  hub: 'from the Hugging Face Hub',
  file: 'a file',
  url: 'fetched from an address',
  bucket: 'from a bucket',
  database: 'from a database',
  library: 'provided by the library',
  registry: 'from a registry',
  unknown: '',
};

function describeUse(context: CardContext, use: DatasetFact['use']): readonly Statement[] {
  return context
    .list('dataset')
    .filter((fact) => fact.use === use)
    .map((fact) => describeData(fact));
}

function describeData(fact: DatasetFact): Statement {
  const details = [
    placeWords[fact.place],
    ...(fact.configuration === undefined ? [] : [`configuration ${describeValue(fact.configuration)}`]),
    ...(fact.split === undefined ? [] : [`split ${describeValue(fact.split)}`]),
    ...(fact.place === 'hub' ? [describeRevision(fact.revision)] : []),
    `read with ${quoteCode(fact.loader)}`,
  ].filter((detail) => detail !== '');
  return {
    key: constantText(fact.reference) ?? fact.id,
    text: `${nameData(fact)}, ${details.join(', ')}`,
    sources: sourcesOf(fact.location, fact.reference, fact.configuration, fact.revision, fact.split),
  };
}

function describeParameters({ parameters }: SplitFact): string {
  return parameters.map(({ name, value }) => `, ${quoteCode(name)} ${describeValue(value)}`).join('');
}
