import type { Engine } from '../../src/core/api.js';
import type { Finding } from '../../src/core/findings/finding.js';
import { listModuleFiles, ModuleIndex } from '../../src/core/modules/module-index.js';
import type { ModulePort } from '../../src/core/modules/module-port.js';
import { createContext } from './engine.js';

/** Paths with texts. */
export type Files = Readonly<Record<string, string>>;

/** The modules of a workspace in memory. */
export function createPort(files: Files): ModulePort {
  const index = new ModuleIndex(listModuleFiles(Object.keys(files)));
  return {
    find: (from, name) => index.find(from, name),
    findIn: (ref, name) => index.findIn(ref, name),
    read: (path) => {
      const text = files[path];
      return text === undefined ? undefined : { kind: 'text', path, text };
    },
  };
}

/** Findings of every file, in the order of the files. */
export async function checkWorkspace(engine: Engine, files: Files, trim = true): Promise<readonly Finding[]> {
  const port = createPort(files);
  const findings: Finding[] = [];
  for (const [path, text] of Object.entries(files)) {
    const context = createContext(path, files, { modules: port, trim });
    const analysis = await engine.analyse({ kind: 'text', path, text }, context);
    findings.push(...analysis.findings);
  }
  return findings;
}
