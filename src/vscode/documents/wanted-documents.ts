import type { ArtifactKind, Condition, EvidenceBase } from '../../core/index.js';
import { nameKind } from './document-kinds.js';

/** A document that would answer a question, and that we can make. */
export interface WantedDocument {
  /** Id of the kind. */
  readonly kind: string;
  /** Its name, such as `threat model`. */
  readonly name: string;
}

/** The document that each question asks for, by the question's id; questions that ask for none of ours are left out. */
export function listWantedDocuments(
  { questions }: Pick<EvidenceBase, 'questions'>,
  kinds: readonly ArtifactKind[],
): ReadonlyMap<string, WantedDocument> {
  const byId = new Map(questions.map((question) => [question.id, question]));
  const wanted = new Map<string, WantedDocument>();
  for (const question of questions) {
    const source = question.as === undefined ? question : (byId.get(question.as) ?? question);
    const sets = [source.needs ?? [], ...(source.proves ?? []).map(({ when }) => listFileSets(when))].flat();
    const kind = kinds.find(({ id }) => sets.includes(id));
    if (kind) wanted.set(question.id, { kind: kind.id, name: nameKind(kind).toLowerCase() });
  }
  return wanted;
}

/** Ids of the file sets that a condition asks for. */
function listFileSets(condition: Condition): readonly string[] {
  if ('all' in condition) return condition.all.flatMap(listFileSets);
  if ('any' in condition) return condition.any.flatMap(listFileSets);
  return 'file' in condition ? [condition.file.in] : [];
}
