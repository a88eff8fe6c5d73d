import type { FrontMatterValue } from '../generated-document.js';
import { findSingleBase, isHubId } from './base-models.js';
import { type CardContext, certainText } from './card-context.js';

/**
 * Front matter of a model card, with the keys of the Hugging Face Hub that the project proves for all that it trains.
 * A key about which two places disagree is left out. Never holds results, for code does not state them.
 */
export function createModelFrontMatter(context: CardContext): Readonly<Record<string, FrontMatterValue>> {
  const { metadata } = context.input.knowledge.cards;
  const runs = context.list('training');
  // A project that trains nothing has no model of its own to speak of.
  if (runs.length === 0) return {};
  const frameworks = [...new Set(runs.map(({ framework }) => framework))];
  const libraries = new Set(frameworks.map((framework) => lookUp(metadata.libraries, framework)));
  const library = libraries.size === 1 ? [...libraries][0] : undefined;
  const tasks = new Set(runs.map(({ task }) => task));
  const task = tasks.size === 1 ? [...tasks][0] : undefined;
  const base = findSingleBase(context);
  const licence = findSingleLicence(context, base !== undefined);
  const datasets = listTrainingData(context);
  const metrics = sortUnique(context.list('metric').map(({ metric }) => metric)).filter((metric) =>
    metadata.metrics.includes(metric),
  );
  const tags = sortUnique([
    ...frameworks.flatMap((framework) => lookUp(metadata.tags, framework) ?? []),
    ...runs.flatMap(({ method }) => (method === 'lora' || method === 'qlora' ? [method] : [])),
  ]);
  return {
    ...(licence === undefined ? {} : { license: licence }),
    ...(library === undefined ? {} : { library_name: library }),
    ...(task !== undefined && metadata.pipelineTags.includes(task) ? { pipeline_tag: task } : {}),
    ...(base === undefined ? {} : { base_model: base.id }),
    ...(base?.relation === undefined ? {} : { base_model_relation: base.relation }),
    ...(datasets.length === 0 ? {} : { datasets }),
    ...(metrics.length === 0 ? {} : { metrics }),
    ...(tags.length === 0 ? {} : { tags }),
  };
}

/**
 * Data sets of the Hub that a model is trained on, by id, sorted: read as training data by a file that trains. A split
 * called train alone proves nothing, for benchmarks read such splits too.
 */
function listTrainingData(context: CardContext): readonly string[] {
  const paths = new Set(context.list('training').map(({ location }) => location.path));
  return sortUnique(
    context.list('dataset').flatMap(({ place, reference, use, location }) => {
      const id = certainText(reference);
      const isTrainedOn = use === 'training' && paths.has(location.path);
      return place === 'hub' && isTrainedOn && id !== undefined && isHubId(id) ? [id] : [];
    }),
  );
}

/**
 * The licence of the project in the words of the Hub; undefined when none or several are stated. What is made from a
 * model of others is bound by its licence too, so nothing is claimed for it.
 */
function findSingleLicence({ project }: CardContext, isDerived: boolean): string | undefined {
  const ids = new Set(project.licences.map(({ licence }) => licence.hub));
  return ids.size === 1 && !isDerived ? [...ids][0] : undefined;
}

function lookUp(table: Readonly<Record<string, string>>, key: string): string | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

function sortUnique(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}
