import type { FrontMatterValue, GeneratedDocument } from '../generated-document.js';
import type { ArtifactInput, ArtifactKind } from '../kinds.js';
import { type CardContext, createCardContext, PROJECT_FILES } from './card-context.js';
import { createCard } from './create-card.js';
import { createModelFrontMatter } from './front-matter.js';

/** Cards and plans that are written as Markdown from an outline. */
export const CARD_KINDS: readonly ArtifactKind[] = [
  createKind('model-card', 'a model card', 'MODEL_CARD.md', ['ncsc-2.3'], createModelFrontMatter),
  createKind('data-card', 'a data card', 'DATA_CARD.md', ['ncsc-2.3'], () => ({})),
  createKind('incident-plan', 'an incident response plan', 'docs/incident-response.md', ['ncsc-3.3']),
  createKind('release-checklist', 'a release checklist', 'docs/release-checklist.md', [
    'ncsc-3.4',
    'ncsc-3.5',
    'ncsc-4.3',
  ]),
  createKind('security-policy', 'a security policy', 'SECURITY.md', ['ncsc-4.4']),
  createKind('acceptable-use', 'an acceptable use policy', 'ACCEPTABLE_USE.md', ['ncsc-3.5']),
];

type FrontMatter = Readonly<Record<string, FrontMatterValue>>;

function createKind(
  id: string,
  title: string,
  path: string,
  guidelines: readonly string[],
  createFrontMatter: (context: CardContext) => FrontMatter = () => ({}),
): ArtifactKind {
  return {
    id,
    title,
    guidelines,
    files: PROJECT_FILES,
    forms: [
      {
        format: 'markdown',
        path,
        generate: (input) => ({ kind: 'document', document: generate(input, id, createFrontMatter) }),
      },
    ],
  };
}

function generate(
  input: ArtifactInput,
  kind: string,
  createFrontMatter: (context: CardContext) => FrontMatter,
): GeneratedDocument {
  const outline = input.knowledge.cards.outlines.find((each) => each.kind === kind);
  if (outline === undefined) throw new Error(`guidelines/artifacts/outlines has no outline of ${kind}`);
  const context = createCardContext(input);
  return createCard(outline, context, createFrontMatter(context));
}
