import type { Finding } from '../../findings/finding.js';
import { isSecondaryPath } from '../../findings/secondary-path.js';
import type { Inventory, InventoryFact } from '../../inventory/inventory.js';
import { buildDataFlow } from './build-data-flow.js';
import { findThreats } from './find-threats.js';
import type { ThreatRule } from './threat-knowledge.js';
import type { Asset, ThreatModel } from './threat-model.js';

const assetKinds: Partial<Readonly<Record<InventoryFact['kind'], string>>> = {
  dataset: 'data set',
  model: 'model that is loaded',
  architecture: 'model defined in the code',
  artifact: 'file that is written',
  prompt: 'system prompt',
  'vector-store': 'vector store',
  secret: 'credential',
};

/** Builds the threat model of a project. Tests, examples and the like are left out. */
export function buildThreatModel(
  projectName: string,
  inventory: Inventory,
  findings: readonly Finding[],
  rules: readonly ThreatRule[],
): ThreatModel {
  const facts = inventory.facts.filter(({ isSecondary }) => !isSecondary);

  const { dataFlow, nodeOf } = buildDataFlow(facts);
  return {
    projectName,
    documents: inventory.documents,
    secondaryFacts: inventory.facts.length - facts.length,
    assets: listAssets(facts),
    endpoints: facts.filter((fact) => fact.kind === 'endpoint'),
    dataFlow,
    threats: findThreats(
      rules,
      facts,
      findings.filter(({ location }) => !isSecondaryPath(location.path)),
      nodeOf,
    ),
  };
}

function listAssets(facts: readonly InventoryFact[]): readonly Asset[] {
  const assets = new Map<string, Asset>();
  for (const fact of facts) {
    const kind = assetKinds[fact.kind];
    if (kind === undefined || (fact.kind === 'prompt' && fact.role !== 'system')) continue;
    const id = `${fact.kind} ${fact.name}`;
    const known = assets.get(id);
    const locations = [...(known?.locations ?? []), fact.location];
    assets.set(id, { id, kind, name: fact.name, locations });
  }
  return [...assets.values()];
}
