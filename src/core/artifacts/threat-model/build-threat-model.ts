import type { Finding } from '../../findings/finding.js';
import { isSecondaryPath } from '../../findings/secondary-path.js';
import type { Inventory, InventoryFact } from '../../inventory/inventory.js';
import { groupArchitectures, maxArchitectures } from '../group-architectures.js';
import { buildDataFlow } from './build-data-flow.js';
import { findThreats } from './find-threats.js';
import { rankThreats } from './summarize-threat.js';
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
    secondaryFacts: inventory.facts.length - facts.length,
    assets: listAssets(facts),
    endpoints: facts.filter((fact) => fact.kind === 'endpoint'),
    dataFlow,
    threats: rankThreats(
      findThreats(
        rules,
        facts,
        findings.filter(({ location }) => !isSecondaryPath(location.path)),
        nodeOf,
      ),
    ),
  };
}

function listAssets(facts: readonly InventoryFact[]): readonly Asset[] {
  const assets = new Map<string, Asset>();
  const networks = facts.filter((fact) => fact.kind === 'architecture');
  const isMany = networks.length > maxArchitectures;
  const groups = isMany ? groupArchitectures(networks) : [];
  for (const fact of facts) {
    const kind = assetKinds[fact.kind];
    if (kind === undefined || (fact.kind === 'prompt' && fact.role !== 'system')) continue;
    if (isMany && fact.kind === 'architecture') continue;
    const id = `${fact.kind} ${fact.name}`;
    const known = assets.get(id);
    const locations = [...(known?.locations ?? []), fact.location];
    assets.set(id, { id, kind, name: fact.name, locations });
  }
  for (const { place, locations } of groups) {
    const id = `architectures ${place}`;
    assets.set(id, { id, kind: 'models and parts of models defined in the code', name: place, locations });
  }
  return [...assets.values()];
}
