import type { Knowledge } from '../../api.js';
import { ManifestCollector } from '../../semantics/manifests/manifest-reading.js';
import { getTable, getText, parseToml } from '../../semantics/manifests/toml-file.js';
import type { ArtifactFile, ArtifactInput, ArtifactKind } from '../kinds.js';
import { buildThreatModel } from './build-threat-model.js';
import type { ThreatModel } from './threat-model.js';
import { writeOpenThreatModel } from './write-open-threat-model.js';
import { writeThreatDragon } from './write-threat-dragon.js';
import { writeThreatModel } from './write-threat-model.js';

/** A threat model, as a document and in two formats that other tools read. */
export const THREAT_MODEL_KIND: ArtifactKind = {
  id: 'threat-model',
  title: 'a threat model',
  guidelines: ['ncsc-1.2'],
  files: /^pyproject\.toml$/,
  forms: [
    {
      format: 'markdown',
      path: 'THREAT_MODEL.md',
      generate: (input) => ({
        kind: 'document',
        document: writeThreatModel(build(input), input.path, listAddresses(input.knowledge)),
      }),
    },
    {
      format: 'otm',
      path: 'threat-model.otm.json',
      generate: (input) => ({ kind: 'text', text: writeOpenThreatModel(build(input)) }),
    },
    {
      format: 'threat-dragon',
      path: 'threat-model.threat-dragon.json',
      generate: (input) => ({ kind: 'text', text: writeThreatDragon(build(input)) }),
    },
  ],
};

function build({ projectName, inventory, findings, knowledge, files }: ArtifactInput): ThreatModel {
  // A folder may have another name in each copy of the project; its metadata have not.
  const name = files.map(readProjectName).find((found) => found !== undefined) ?? projectName;
  return buildThreatModel(name, inventory, findings, knowledge.threats);
}

function readProjectName({ path, text }: ArtifactFile): string | undefined {
  const table = parseToml(text, new ManifestCollector(path));
  if (table === undefined) return undefined;
  return getText(getTable(table, 'project'), 'name') ?? getText(getTable(table, 'tool', 'poetry'), 'name');
}

/** The address of each entry of the taxonomies. */
function listAddresses({ taxonomies }: Knowledge): ReadonlyMap<string, string> {
  const addresses = new Map<string, string>();
  for (const { groups } of taxonomies) {
    for (const { entries, urlPattern } of groups) {
      for (const { id, url } of entries) {
        const number = /\d.*/.exec(id)?.[0] ?? '';
        const address = url ?? urlPattern?.replaceAll('{id}', id).replaceAll('{number}', number);
        if (address !== undefined) addresses.set(id, address);
      }
    }
  }
  return addresses;
}
