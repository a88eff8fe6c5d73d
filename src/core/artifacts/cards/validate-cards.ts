import { readSource, type YamlProblem, type YamlSource } from '../../guidelines/yaml-reader.js';
import { type CardKnowledge, LICENCES_SCHEMA, METADATA_SCHEMA } from './card-knowledge.js';
import { type Outline, readOutline } from './outline.js';

/** The files of guidelines/artifacts. */
export interface CardSources {
  readonly outlines: readonly YamlSource[];
  readonly licences: YamlSource;
  readonly metadata: YamlSource;
}

/**
 * Checks what the generators of cards know.
 *
 * @param itemIds items and questions of all frameworks
 */
export function validateCards(
  sources: CardSources,
  itemIds: readonly string[],
):
  | { readonly ok: true; readonly cards: CardKnowledge }
  | { readonly ok: false; readonly problems: readonly YamlProblem[] } {
  const licences = readSource(sources.licences, LICENCES_SCHEMA);
  if (!licences.ok) return licences;
  const metadata = readSource(sources.metadata, METADATA_SCHEMA);
  if (!metadata.ok) return metadata;
  const outlines: Outline[] = [];
  const problems: YamlProblem[] = [];
  for (const source of sources.outlines) {
    const result = readOutline(source, itemIds);
    if (result.ok) outlines.push(result.outline);
    else problems.push(...result.problems);
  }
  return problems.length > 0
    ? { ok: false, problems }
    : { ok: true, cards: { outlines, licences: licences.value, metadata: metadata.value } };
}
