import type { ArtifactForm, ArtifactKind } from '../../core/index.js';

/** The word for a form in commands and settings of Markdown documents. */
const markdown = 'markdown';

/** A kind of document in one of its forms. */
export interface DocumentForm {
  readonly kind: ArtifactKind;
  readonly form: ArtifactForm;
}

/** `Threat model` for `a threat model`. */
export function nameKind({ title }: Pick<ArtifactKind, 'title'>): string {
  const name = title.replace(/^an? /, '');
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** Every kind in every form, in the order of lists. */
export function listForms(kinds: readonly ArtifactKind[]): readonly DocumentForm[] {
  return kinds.flatMap((kind) => kind.forms.map((form) => ({ kind, form })));
}

/** A kind in a form, the usual one without a word for it; undefined when there is no such kind or form. */
export function findForm(
  kinds: readonly ArtifactKind[],
  id: string,
  format?: string,
): DocumentForm | undefined {
  const kind = kinds.find((each) => each.id === id);
  const form = format === undefined ? kind?.forms[0] : kind?.forms.find((each) => each.format === format);
  return kind && form && { kind, form };
}

/** The form of a kind that people write in; undefined for kinds that only tools read. */
export function findLivingForm(kinds: readonly ArtifactKind[], id: string): DocumentForm | undefined {
  return findForm(kinds, id, markdown);
}
