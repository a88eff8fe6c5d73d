import {
  createInventory,
  type Engine,
  type Inventory,
  type InventoryPart,
  indexOwnModules,
  type Notice,
  type ProjectIndex,
} from '../core/index.js';
import type { SourceFile } from './discover-files.js';
import type { Pacer } from './pacer.js';
import type { Progress } from './progress.js';
import { readSource } from './read-source.js';
import { createInput } from './scan.js';

/** How to collect. */
export interface CollectOptions {
  readonly engine: Engine;
  /** In bytes. */
  readonly maxFileSize: number;
  readonly pacer: Pacer;
  readonly progress: Progress;
  /** Today as `YYYY-MM-DD`. */
  readonly today: string;
  /** What the manifests ask for. */
  readonly project: ProjectIndex;
  /** Receives what was not looked at. */
  notice?(notice: Notice): void;
}

/** Reads files one after the other and puts together what they state. */
export async function collectInventory(
  files: readonly SourceFile[],
  { engine, maxFileSize, pacer, progress, today, project, notice }: CollectOptions,
): Promise<Inventory> {
  const own = indexOwnModules(files.map(({ path }) => path));
  const parts: InventoryPart[] = [];
  for (const [index, { path, absolute, kind }] of files.entries()) {
    await pacer.breathe();
    progress.show(index, files.length, path);
    const reading = readSource(absolute, maxFileSize, kind === 'python');
    if (!reading.ok) {
      notice?.({ kind: 'not-scanned', path, message: `Not scanned: ${reading.why}` });
      continue;
    }
    const { facts, settings, notices } = await engine.analyse(createInput(path, kind, reading.file.text), {
      project: project.factsFor(path),
      // What is found is not wanted, only what is there.
      settings: { rules: silenced(engine), maxDocumentLength: maxFileSize },
      today,
      wantInventory: true,
      ownModules: own.modulesFor(path),
    });
    for (const each of notices) notice?.(each);
    if (!notices.some((each) => each.kind === 'not-scanned')) {
      parts.push({ path, facts, ...(settings === undefined ? {} : { settings }) });
    }
  }
  return createInventory(parts, project.factsFor(''));
}

function silenced({ knowledge }: Engine): Readonly<Record<string, 'off'>> {
  return Object.fromEntries(knowledge.rules.map(({ id }) => [id, 'off' as const]));
}
