import { NO_PROJECT_FACTS, type ProjectFacts } from '../semantics/project.js';
import { byPlace } from './collect-facts.js';
import type { DocumentSettings } from './file-settings.js';
import { findRequirements } from './find-requirements.js';
import type { Inventory, InventoryFact } from './inventory.js';
import { linkSettings } from './link-settings.js';

/** What was found in one document. */
export interface InventoryPart {
  readonly path: string;
  readonly facts: readonly InventoryFact[];
  /** What it says about configurations; absent for nothing. */
  readonly settings?: DocumentSettings;
}

/**
 * Puts the facts of documents together. The order of the parts does not matter; a document that is given twice counts once.
 *
 * @param dependencies what the manifests ask for
 */
export function createInventory(
  parts: readonly InventoryPart[],
  dependencies: ProjectFacts = NO_PROJECT_FACTS,
): Inventory {
  const documents = new Map(parts.map((part) => [part.path, part]));
  return {
    facts: [
      ...findRequirements(dependencies),
      ...linkSettings([...documents.values()].sort((a, b) => (a.path < b.path ? -1 : 1))),
    ].sort(byPlace),
    dependencies,
    documents: documents.size,
  };
}
