import {
  type Engine,
  type Finding,
  type InventoryPart,
  indexOwnModules,
  type Notice,
  type ProjectIndex,
  type Rule,
  type Settings,
} from '../core/index.js';
import type { SourceFile } from './discover-files.js';
import { createModulePort } from './module-port.js';
import type { Pacer } from './pacer.js';
import type { Progress } from './progress.js';
import { readSource } from './read-source.js';
import { createInput } from './scan.js';

/** What to collect with. Plain data, so that threads can be given it. */
export interface CollectSetup {
  readonly settings: Settings;
  readonly manifests: readonly { readonly path: string; readonly text: string }[];
  /** Today as `YYYY-MM-DD`. */
  readonly today: string;
  /** In bytes. */
  readonly maxFileSize: number;
  /** Rules that Fairlead does not have by itself. */
  readonly teamRules: readonly Rule[];
}

/** What files state, and what rules find in them. */
export interface Collected {
  readonly parts: readonly InventoryPart[];
  readonly findings: readonly Finding[];
  readonly notices: readonly Notice[];
}

/** How to collect. */
export interface CollectOptions {
  readonly engine: Engine;
  /** What the manifests ask for. */
  readonly project: ProjectIndex;
  readonly pacer: Pacer;
  readonly progress: Progress;
}

/**
 * Reads files one after the other: what each states, and what the rules that are on find.
 *
 * @param all files of the project, which decide what imports mean; names and constants are followed into them
 */
export async function collectFiles(
  files: readonly SourceFile[],
  all: readonly SourceFile[],
  { settings, today, maxFileSize }: CollectSetup,
  { engine, project, pacer, progress }: CollectOptions,
): Promise<Collected> {
  const own = indexOwnModules(all.map(({ path }) => path));
  const modules = createModulePort(all, maxFileSize);
  const parts: InventoryPart[] = [];
  const findings: Finding[] = [];
  const notices: Notice[] = [];
  for (const [index, { path, absolute, kind }] of files.entries()) {
    await pacer.breathe();
    progress.show(index, files.length, path);
    const reading = readSource(absolute, maxFileSize, kind === 'python');
    if (!reading.ok) {
      notices.push({ kind: 'not-scanned', path, message: `Not scanned: ${reading.why}` });
      continue;
    }
    const manifests = project.factsFor(path);
    const analysis = await engine.analyse(createInput(path, kind, reading.file.text), {
      project: manifests,
      settings,
      today,
      wantInventory: true,
      wantOutline: false,
      modules,
      ownModules: own.modulesFor(path, manifests.packages),
    });
    const { facts, settings: entries } = analysis;
    findings.push(...analysis.findings);
    notices.push(...analysis.notices);
    if (!analysis.notices.some((each) => each.kind === 'not-scanned'))
      parts.push({ path, facts, ...(entries === undefined ? {} : { settings: entries }) });
  }
  return { parts, findings, notices };
}

/** Settings that leave every rule off: what is found is not wanted, only what is there. */
export function silenceRules({ knowledge }: Engine, maxDocumentLength: number): Settings {
  return {
    rules: Object.fromEntries(knowledge.rules.map(({ id }) => [id, 'off' as const])),
    maxDocumentLength,
  };
}
