import { readdirSync, readFileSync } from 'node:fs';
import { parseYaml } from '../../src/core/guidelines/yaml-reader.js';
import { createMemorySource } from '../../src/core/modelfiles/byte-sources.js';
import { readGlobalLists } from '../../src/core/modelfiles/global-list.js';
import { inspectModelFile } from '../../src/core/modelfiles/inspect-model-file.js';
import { DEFAULT_LIMITS } from '../../src/core/modelfiles/inspection-budget.js';
import type { ByteSource } from '../../src/core/modelfiles/model-file.js';
import { type ModelFileKnowledge, readModelFileLists } from '../../src/core/modelfiles/model-file-lists.js';

/** The real lists of guidelines/modelfiles. */
export function loadModelFileKnowledge(): ModelFileKnowledge {
  const read = (name: string) => {
    const file = `guidelines/modelfiles/${name}`;
    return parseYaml(file, readFileSync(file, 'utf8'));
  };
  const lists = readModelFileLists({
    jinja: read('jinja.yaml'),
    operators: read('operators.yaml'),
    configurations: read('configurations.yaml'),
  });
  const folder = readdirSync('guidelines/modelfiles/globals').sort();
  const globals = readGlobalLists(folder.map((name) => read(`globals/${name}`)));
  if (!lists.ok) throw new Error(JSON.stringify(lists.problems.slice(0, 5)));
  if (!globals.ok) throw new Error(JSON.stringify(globals.problems.slice(0, 5)));
  return { lists: lists.lists, globals: globals.globals };
}

const KNOWLEDGE = loadModelFileKnowledge();

/** What is said of bytes in memory, with the real knowledge. */
export function inspectFormat(
  bytes: Uint8Array,
  limits = DEFAULT_LIMITS,
  open: (bytes: Uint8Array) => ByteSource = createMemorySource,
) {
  return inspectModelFile('test', open(bytes), KNOWLEDGE, { limits });
}
