import type { Finding, Fix } from '../findings/finding.js';
import type { TextEdit } from '../source/document.js';
import type { Position } from '../source/position.js';

/** Which fixes may be taken. */
export interface FixSelectionOptions {
  /** True: only fixes that keep behaviour. */
  readonly onlySafe: boolean;
}

/** Fixes that can be applied together. */
export interface FixSelection {
  /** Edits by path, each list without overlaps and without duplicates, in the order chosen. */
  readonly edits: ReadonlyMap<string, readonly TextEdit[]>;
  /** Findings whose fix was taken. */
  readonly fixed: readonly Finding[];
  /** Findings whose fix has to wait because it touches a taken one; analyse again after applying. */
  readonly postponed: readonly Finding[];
}

/** The fix that is applied for a finding: the first that is allowed; undefined for suppressed findings. */
export function pickFix(finding: Finding, { onlySafe }: FixSelectionOptions): Fix | undefined {
  if (finding.suppression !== undefined) return undefined;
  return finding.fixes.find((fix) => fix.edits.length > 0 && (fix.keepsBehaviour || !onlySafe));
}

/**
 * Chooses fixes that do not get in each other's way. Findings come first in the order given; of two fixes whose
 * edits overlap or touch, the later waits. The same edit asked for twice (two findings that need one import) is
 * taken once.
 */
export function selectFixes(findings: readonly Finding[], options: FixSelectionOptions): FixSelection {
  const edits = new Map<string, TextEdit[]>();
  const fixed: Finding[] = [];
  const postponed: Finding[] = [];
  for (const finding of findings) {
    const fix = pickFix(finding, options);
    if (fix === undefined) continue;
    const additions = fix.edits.filter(
      (edit) => !listTaken(edits, edit).some((taken) => isSameEdit(taken, edit)),
    );
    if (additions.some((edit) => listTaken(edits, edit).some((taken) => isTouching(taken, edit)))) {
      postponed.push(finding);
      continue;
    }
    for (const edit of additions) {
      const list = edits.get(edit.location.path);
      if (list === undefined) edits.set(edit.location.path, [edit]);
      else list.push(edit);
    }
    fixed.push(finding);
  }
  return { edits, fixed, postponed };
}

function listTaken(edits: ReadonlyMap<string, readonly TextEdit[]>, edit: TextEdit): readonly TextEdit[] {
  return edits.get(edit.location.path) ?? [];
}

/** Whether two edits do the same at the same place. */
export function isSameEdit(a: TextEdit, b: TextEdit): boolean {
  return (
    a.newText === b.newText &&
    a.location.cell === b.location.cell &&
    comparePositions(a.location.range.start, b.location.range.start) === 0 &&
    comparePositions(a.location.range.end, b.location.range.end) === 0
  );
}

/** Whether two edits overlap or touch, so that they cannot both be made. */
export function isTouching(a: TextEdit, b: TextEdit): boolean {
  if (a.location.cell !== b.location.cell) return false;
  const first = a.location.range;
  const second = b.location.range;
  return comparePositions(first.start, second.end) <= 0 && comparePositions(second.start, first.end) <= 0;
}

function comparePositions(a: Position, b: Position): number {
  return a.line - b.line || a.character - b.character;
}
