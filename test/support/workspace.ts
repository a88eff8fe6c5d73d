import type { Analysis, Engine } from '../../src/core/api.js';
import type { Finding } from '../../src/core/findings/finding.js';
import { listModuleFiles, ModuleIndex } from '../../src/core/modules/module-index.js';
import type { ModuleReach } from '../../src/core/modules/module-outline.js';
import type { ModulePort } from '../../src/core/modules/module-port.js';
import type { DocumentInput } from '../../src/core/source/document.js';
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
      return text === undefined ? undefined : inputOf(path, text);
    },
  };
}

/** Findings of every file, in the order of the files: each is checked, and those that others matter to once more. */
export async function checkWorkspace(engine: Engine, files: Files, trim = true): Promise<readonly Finding[]> {
  const modules = createPort(files);
  const analyse = (path: string, reach?: ModuleReach): Promise<Analysis> => {
    const extra = { modules, trim, ...(reach === undefined ? {} : { reach }) };
    return engine.analyse(inputOf(path, files[path] ?? ''), createContext(path, files, extra));
  };
  const results = new Map<string, Analysis>();
  for (const path of Object.keys(files)) results.set(path, await analyse(path));
  const outlines = [...results.values()].flatMap(({ outline }) => outline ?? []);
  for (const [path, reach] of engine.planModules(outlines, modules).reach)
    results.set(path, await analyse(path, reach));
  return [...results.values()].flatMap(({ findings }) => findings);
}

function inputOf(path: string, text: string): DocumentInput {
  return { kind: path.endsWith('.ipynb') ? 'notebook-json' : 'text', path, text };
}
