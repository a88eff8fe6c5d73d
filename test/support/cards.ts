import { loadKnowledge } from '../../src/build/load-knowledge.js';
import type { Knowledge } from '../../src/core/api.js';
import { ARTIFACT_KINDS, type ArtifactFile, type ArtifactInput } from '../../src/core/artifacts/kinds.js';
import { mergeDocument } from '../../src/core/artifacts/merge-document.js';
import type { Finding } from '../../src/core/findings/finding.js';
import type { InventoryFact } from '../../src/core/inventory/inventory.js';
import type { ProjectFacts } from '../../src/core/semantics/project.js';
import { createInventory } from './inventory.js';

/** A project as a generator gets it. */
export interface CardProject {
  readonly facts?: readonly InventoryFact[];
  readonly files?: readonly ArtifactFile[];
  readonly findings?: readonly Finding[];
  readonly dependencies?: ProjectFacts;
  readonly path?: string;
}

let loaded: Knowledge | undefined;

export function createCardInput(project: CardProject, path: string): ArtifactInput {
  loaded ??= loadKnowledge(process.cwd());
  const { facts = [], files = [], findings = [], dependencies } = project;
  const inventory = createInventory(facts);
  return {
    projectName: 'demo',
    inventory: dependencies === undefined ? inventory : { ...inventory, dependencies },
    findings,
    knowledge: loaded,
    files,
    path: project.path ?? path,
    today: '2026-11-23',
  };
}

/** The text of a new document or file of a kind. */
export function generateNew(kindId: string, project: CardProject): string {
  const kind = ARTIFACT_KINDS.find(({ id }) => id === kindId);
  if (kind === undefined) throw new Error(`no kind ${kindId}`);
  const [form] = kind.forms;
  const artifact = form.generate(createCardInput(project, form.path));
  if (artifact.kind === 'text') return artifact.text;
  const result = mergeDocument(undefined, artifact.document);
  if (!result.isMerged) throw new Error(JSON.stringify(result.problems));
  return result.text;
}
