import { parentPort, workerData } from 'node:worker_threads';
import { createEngine, createProjectIndex, knownIn } from '../core/index.js';
import { createGrammarSource } from './grammars.js';
import { createModuleSource } from './module-files.js';
import type { Resources } from './resources.js';
import { scanFiles } from './scan.js';
import { type ThreadResult, type ThreadWork, takeChunks } from './scan-threads.js';

/** What a thread of the program does: takes files to scan until none is left, and hands in what it finds. */
export async function runScanWorker(resources: Resources): Promise<void> {
  // Only this program starts the thread.
  const work = workerData as ThreadWork;
  const {
    settings,
    teamRules,
    manifests,
    today,
    baseline,
    isGrouping,
    isTrimmed,
    maxFileSize,
    wantsExcerpts,
    wantsOutlines,
    reach,
  } = work.setup;
  const modules = createModuleSource(work.setup.modules);
  const index = createProjectIndex(manifests);
  const knowledge = resources.readKnowledge();
  const engine = createEngine({
    knowledge: { ...knowledge, rules: [...knowledge.rules, ...teamRules] },
    grammars: createGrammarSource(resources),
  });
  try {
    await takeChunks(work, async (chunk, files) => {
      const result = await scanFiles(files, {
        engine,
        contextFor: (path) => {
          const brought = reach.get(path);
          return {
            project: index.factsFor(path),
            settings,
            today,
            known: knownIn(baseline, path),
            isGrouping,
            trim: isTrimmed,
            modules,
            ...(brought === undefined ? {} : { reach: brought }),
          };
        },
        maxFileSize,
        fix: 'none',
        wantsExcerpts,
        wantsOutlines,
        // The program ends its threads when it is interrupted, and shows progress by itself.
        pacer: { breathe: async () => undefined },
        progress: { show: () => undefined, clear: () => undefined },
      });
      const message: ThreadResult = { chunk, result };
      parentPort?.postMessage(message);
    });
  } finally {
    engine.dispose();
  }
}
