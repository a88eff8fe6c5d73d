import { NO_PROJECT_FACTS, type ProjectFacts } from '../semantics/project.js';
import { byPlace } from './collect-facts.js';
import type { Inventory, InventoryFact } from './inventory.js';

/** What was found in one document. */
export interface InventoryPart {
  readonly path: string;
  readonly facts: readonly InventoryFact[];
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
    facts: [...documents.values()].flatMap(({ facts }) => facts).sort(byPlace),
    dependencies,
    documents: documents.size,
  };
}
