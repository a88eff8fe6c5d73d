import type { Infer } from '../../guidelines/yaml-reader.js';
import { oneOf, string } from '../../guidelines/yaml-scalars.js';
import { list, object, optional, record, withDefault } from '../../guidelines/yaml-shapes.js';
import type { Outline } from './outline.js';

const line = string({ singleLine: true });
const phrases = list(line, { description: 'Lower case, white space as one blank.' });

/** guidelines/artifacts/licences.yaml */
export const LICENCES_SCHEMA = list(
  object({
    name: line,
    spdx: optional(
      string({ singleLine: true, description: 'Left out when the text alone does not decide it.' }),
    ),
    aliases: withDefault(list(line), []),
    hub: optional(string({ singleLine: true, description: 'Id on the Hugging Face Hub.' })),
    head: withDefault(phrases, []),
    holds: withDefault(phrases, []),
    lacks: withDefault(phrases, []),
  }),
  { minItems: 1 },
);

/** guidelines/artifacts/model-metadata.yaml */
export const METADATA_SCHEMA = object({
  libraries: record(line, { description: 'Package that trains: library_name on the Hub.' }),
  tags: record(line, { description: 'Package that trains: tag on the Hub.' }),
  metrics: list(line, { minItems: 1, unique: true, description: 'Ids of metrics on the Hub.' }),
  pipelineTags: list(line, { minItems: 1, unique: true }),
  learning: list(
    object({
      names: list(line, {
        minItems: 1,
        unique: true,
        description: 'Qualified names; * for the rest of one.',
      }),
      approach: oneOf([
        'supervised',
        'unsupervised',
        'reinforcement-learning',
        'semi-supervised',
        'self-supervised',
      ]),
      task: optional(line),
    }),
  ),
  formats: list(
    object({
      format: line,
      title: line,
      risk: oneOf(['runs-code', 'may-run-code', 'data-only', 'unknown']),
      note: line,
    }),
  ),
});

export type Licence = Infer<typeof LICENCES_SCHEMA>[number];
export type ModelMetadata = Infer<typeof METADATA_SCHEMA>;

/** What the generators of cards know. Plain data. */
export interface CardKnowledge {
  readonly outlines: readonly Outline[];
  readonly licences: readonly Licence[];
  readonly metadata: ModelMetadata;
}
