import {
  type Engine,
  isWorthPlanning,
  type ModuleOutline,
  type ModulePort,
  type ModuleReach,
} from '../core/index.js';
import type { SourceFile } from './discover-files.js';
import { type ModuleSetup, readModule } from './module-files.js';
import type { ScanOptions, ScanResult } from './scan.js';

/** Scans files; `reach` is what other modules bring to them, which the contexts of `options` hold already. */
export type Scan = (
  files: readonly SourceFile[],
  options: ScanOptions,
  reach: ReadonlyMap<string, ModuleReach>,
) => Promise<ScanResult>;

const NOTHING: ReadonlyMap<string, ModuleReach> = new Map();

/**
 * Scans files, and those of them once more in which something may be found only because of other modules.
 *
 * @param others Python files and notebooks of the project that are not scanned, and may matter
 */
export async function scanTwice(
  files: readonly SourceFile[],
  options: ScanOptions,
  { setup, port }: { readonly setup: ModuleSetup; readonly port: ModulePort },
  others: readonly SourceFile[],
  scan: Scan,
): Promise<ScanResult> {
  const { engine, fix } = options;
  const isPython = ({ kind }: SourceFile): boolean => kind === 'python';
  if (!isWorthPlanning(files.filter(isPython).length + others.filter(isPython).length)) {
    return scan(files, { ...options, wantsOutlines: false }, NOTHING);
  }
  // What was fixed must not be looked at twice: the first look changes nothing.
  const first = await scan(files, { ...options, fix: 'none' }, NOTHING);
  const outlines = [...first.outlines];
  for (const { path } of others) {
    await options.pacer.breathe();
    const input = readModule(path, setup);
    const outline = input === undefined ? undefined : engine.outline(input);
    if (outline !== undefined) outlines.push(outline);
  }
  const plan = planAgain(outlines, engine, port, setup.paths !== undefined);
  if (fix !== 'none') return scan(files, withReach(options, plan), plan);
  const again = files.filter(({ path }) => plan.has(path));
  if (again.length === 0) return first;
  return replaceScans(files, again, first, await scan(again, withReach(options, plan), plan));
}

/** What other modules bring to files; `isWhole` when no module is missing. */
export function planAgain(
  outlines: readonly ModuleOutline[],
  engine: Engine,
  port: ModulePort,
  isWhole = false,
): ReadonlyMap<string, ModuleReach> {
  const more = isWhole ? [] : engine.completeOutlines(outlines, port);
  return engine.planModules([...outlines, ...more], port);
}

/** The options with what other modules bring. */
export function withReach(options: ScanOptions, plan: ReadonlyMap<string, ModuleReach>): ScanOptions {
  return {
    ...options,
    wantsOutlines: false,
    contextFor: (path) => {
      const reach = plan.get(path);
      return { ...options.contextFor(path), ...(reach === undefined ? {} : { reach }) };
    },
  };
}

/** What a second scan of some of the files found, in place of what the first one did. */
function replaceScans(
  files: readonly SourceFile[],
  again: readonly SourceFile[],
  first: ScanResult,
  second: ScanResult,
): ScanResult {
  const replaced = new Set(again.map(({ path }) => path));
  const places = new Map(files.map(({ path }, index) => [path, index]));
  const join = <T>(all: readonly T[], newer: readonly T[], pathOf: (one: T) => string): readonly T[] => {
    const placeOf = (one: T): number => places.get(pathOf(one)) ?? files.length;
    return [...all.filter((one) => !replaced.has(pathOf(one))), ...newer].sort(
      (a, b) => placeOf(a) - placeOf(b),
    );
  };
  return {
    ...first,
    findings: join(first.findings, second.findings, ({ location }) => location.path),
    notices: join(first.notices, second.notices, ({ path }) => path),
    landmarks: join(first.landmarks, second.landmarks, ({ location }) => location.path),
    excerpts: new Map([...first.excerpts, ...second.excerpts]),
  };
}
