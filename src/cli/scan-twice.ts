import {
  type Engine,
  isWorthPlanning,
  type ModuleOutline,
  type ModulePort,
  type ModuleReach,
  type Notice,
  type PlannedModules,
} from '../core/index.js';
import { countOf } from './check-report.js';
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
  isFollowingAll: boolean,
  scan: Scan,
): Promise<ScanResult> {
  const { engine, fix } = options;
  const count = [...files, ...others].filter(({ kind }) => kind === 'python').length;
  if (!isFollowingAll && !isWorthPlanning(count)) {
    const only = await scan(files, { ...options, wantsOutlines: false }, NOTHING);
    return { ...only, notices: [...only.notices, leftNotice(`any of ${count} Python files`)] };
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
  const isWhole = setup.paths !== undefined;
  const { reach, left } = planAgain(outlines, engine, port, isWhole, isFollowingAll);
  const scanAgain = async (): Promise<ScanResult> => {
    if (fix !== 'none') return scan(files, withReach(options, reach), reach);
    const again = files.filter(({ path }) => reach.has(path));
    if (again.length === 0) return first;
    return replaceScans(files, again, first, await scan(again, withReach(options, reach), reach));
  };
  const result = await scanAgain();
  const scanned = new Set(files.map(({ path }) => path));
  const missed = left.filter((path) => scanned.has(path)).length;
  if (missed === 0) return result;
  return {
    ...result,
    notices: [...result.notices, leftNotice(`${missed} of ${countOf(files.length, 'file')}`)],
  };
}

/** Says in which files what other modules bring was not looked for. */
function leftNotice(where: string): Notice {
  const message = `Partly scanned: what callers and imported objects bring was not looked for in ${where}; --all-modules does, in up to twice the time.`;
  return { kind: 'partly-scanned', path: '.', message };
}

/** What other modules bring to files; `isWhole` when no module is missing, `isFollowingAll` to leave none out. */
export function planAgain(
  outlines: readonly ModuleOutline[],
  engine: Engine,
  port: ModulePort,
  isWhole = false,
  isFollowingAll = false,
): PlannedModules {
  const more = isWhole ? [] : engine.completeOutlines(outlines, port);
  return engine.planModules([...outlines, ...more], port, isFollowingAll);
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
