import type { Landmark, LandmarkKind } from '../../core/index.js';

/** The document that guidelines ask for where code does something; absent where one of the others says it. */
const kinds: Partial<Readonly<Record<LandmarkKind, string>>> = {
  training: 'model-card',
  'data-loading': 'data-card',
  endpoint: 'threat-model',
  agent: 'threat-model',
};

/** A document that is missing, at the first place of a file that asks for it. */
export interface MissingDocument {
  readonly kind: string;
  readonly landmark: Landmark;
}

/** Each document that landmarks ask for, once, at the first of them. */
export function listMissingDocuments(
  landmarks: readonly Landmark[],
  isMissing: (kind: string) => boolean,
): readonly MissingDocument[] {
  const seen = new Set<string>();
  return landmarks.flatMap((landmark) => {
    const kind = kinds[landmark.kind];
    if (kind === undefined || seen.has(kind) || !isMissing(kind)) return [];
    seen.add(kind);
    return [{ kind, landmark }];
  });
}
