import type { ModelFact, TrainingFact } from '../../inventory/inventory.js';
import { type CardContext, certainText, constantText } from './card-context.js';

/** A model, and the run that goes on from it. */
export interface BaseModel {
  readonly model: ModelFact;
  readonly run: TrainingFact;
}

/** Packages whose training always goes on from a model that was loaded. */
const tuners = new Set([
  'transformers',
  'peft',
  'trl',
  'sentence_transformers',
  'setfit',
  'unsloth',
  'accelerate',
]);

/**
 * Models of the Hub that a run goes on from: loaded as base by the same file that trains with a package for fine-tuning.
 * Distillation is left out, for it loads a teacher too, and so are several models of one function.
 */
export function findBaseModels(context: CardContext): readonly BaseModel[] {
  const runs = context
    .list('training')
    .filter(
      ({ framework, method }) => method !== 'distillation' && (tuners.has(framework) || method !== undefined),
    );
  const found = context.list('model').flatMap((model) => {
    // What a pipeline loads only answers.
    if (model.role !== 'base' || model.place !== 'hub' || model.loader === 'transformers.pipeline') return [];
    const run = runs.find(({ location }) => location.path === model.location.path);
    return run === undefined ? [] : [{ model, run }];
  });
  return found.filter((one) => !isOneOfSeveral(one, found));
}

/** Whether a file loads several models, so that which of them is trained does not show. */
function isOneOfSeveral({ model }: BaseModel, all: readonly BaseModel[]): boolean {
  const nameOf = ({ reference, name }: ModelFact): string => constantText(reference) ?? name;
  return all.some(
    (other) =>
      other.model.location.path === model.location.path &&
      other.model.symbol === model.symbol &&
      nameOf(other.model) !== nameOf(model),
  );
}

/** The one model of the Hub that all runs go on from; undefined when there is none or the files differ. */
export function findSingleBase(
  context: CardContext,
): { readonly id: string; readonly relation?: string } | undefined {
  const found = findBaseModels(context);
  const ids = new Set(found.map(({ model }) => certainText(model.reference)));
  const [id] = ids;
  if (ids.size !== 1 || id === undefined || !isHubId(id)) return undefined;
  const methods = new Set(found.map(({ run }) => run.method));
  const [method] = methods;
  const relation =
    methods.size !== 1 || method === undefined
      ? undefined
      : method === 'lora' || method === 'qlora'
        ? 'adapter'
        : method === 'full'
          ? 'finetune'
          : undefined;
  return { id, ...(relation === undefined ? {} : { relation }) };
}

/** Whether a text can be the id of a model or data set of the Hub. */
export function isHubId(text: string): boolean {
  return text.length <= 96 && /^(?:[\w-][\w.-]*\/)?[\w-][\w.-]*$/.test(text) && !/--|\.\.|\.git$/.test(text);
}
