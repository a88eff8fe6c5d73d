import type { ChoiceFix, Finding, Fix } from '../findings/finding.js';
import { isSameEdit, isTouching } from '../report/select-fixes.js';
import type { TextEdit } from '../source/document.js';
import type { MadeFixes } from './create-fixes.js';

/**
 * The fixes of findings that are reported as one: fixes of one kind become one that mends every place where it can be
 * made, and so do questions with the same answers. What gets in the way of an earlier place is left out; it is found
 * again afterwards.
 */
export function mergeFixes(findings: readonly Finding[]): MadeFixes {
  const fixes = new Map<string, Fix>();
  const choices = new Map<string, ChoiceFix>();
  for (const finding of findings) {
    for (const fix of finding.fixes) merge(fixes, `${fix.keepsBehaviour} ${fix.title}`, fix);
    for (const choice of finding.choices ?? []) {
      const { edits, ...question } = choice;
      merge(choices, JSON.stringify(question), choice);
    }
  }
  return { fixes: [...fixes.values()], choices: [...choices.values()] };
}

function merge<T extends { readonly edits: readonly TextEdit[] }>(
  merged: Map<string, T>,
  key: string,
  one: T,
): void {
  const known = merged.get(key);
  if (known === undefined) {
    merged.set(key, one);
    return;
  }
  const additions = one.edits.filter((edit) => !known.edits.some((taken) => isSameEdit(taken, edit)));
  if (additions.some((edit) => known.edits.some((taken) => isTouching(taken, edit)))) return;
  merged.set(key, { ...known, edits: [...known.edits, ...additions] });
}
