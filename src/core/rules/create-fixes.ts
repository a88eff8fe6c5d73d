import type { ChoiceFix, Fix } from '../findings/finding.js';
import type { TextEdit } from '../source/document.js';
import type { ModuleText } from '../source/module-text.js';
import type { Span } from '../source/position.js';
import {
  lineEnd,
  lineStart,
  removeArgument,
  removeSetting,
  rewriteArgument,
  rewriteValue,
  setArgument,
  wrapArgument,
} from './fix-arguments.js';
import { addImport, replaceCallee } from './fix-imports.js';
import { findArgument, type MatchContext, type ModuleAnalysis } from './match-context.js';
import type { FixEdit, HubArgument, RuleFix } from './rule-fix.js';

/** A span with what comes in its place. */
export interface Replacement {
  readonly span: Span;
  readonly text: string;
}

/** The fixes that can be made at a place: at once, or after a choice. */
export interface MadeFixes {
  readonly fixes: readonly Fix[];
  readonly choices: readonly ChoiceFix[];
}

/** How the parts of fixes are worked out at one kind of place. */
export interface FixMaker {
  /** Undefined for an edit that cannot be made. */
  apply(edit: FixEdit): readonly Replacement[] | undefined;
  /** The Hub repository that an argument names; undefined when that is not certain. */
  findRepository?(argument: string): string | undefined;
}

/** Turns the fixes of a rule into edits at a match. A fix whose edits cannot all be made there is left out. */
export function createFixes(
  fixes: readonly RuleFix[],
  context: MatchContext,
  module: ModuleAnalysis,
  text: ModuleText,
  fill: (template: string) => string,
): MadeFixes {
  return collectFixes(fixes, text, fill, {
    apply: (edit) => applyEdit(edit, context, module, text),
    findRepository: (argument) => findRepository(argument, context, module),
  });
}

/** Fixes whose every edit can be made; of two with the same edits the first. */
export function collectFixes(
  fixes: readonly RuleFix[],
  text: ModuleText,
  fill: (template: string) => string,
  maker: FixMaker,
): MadeFixes {
  const made: Fix[] = [];
  const choices: ChoiceFix[] = [];
  for (const fix of fixes) {
    const replacements: Replacement[] = [];
    const isPossible = fix.edits.every((edit) => {
      const result = maker.apply(edit);
      if (result !== undefined) replacements.push(...result);
      return result !== undefined;
    });
    if (!isPossible || replacements.length === 0) continue;
    const edits = toEdits(mergeInsertions(replacements), text);
    if (edits === undefined) continue;
    if (fix.choice !== undefined) {
      const choice = createChoice(fix, edits, fill, maker);
      if (choice !== undefined) choices.push(choice);
    } else if (!made.some((other) => JSON.stringify(other.edits) === JSON.stringify(edits))) {
      made.push({ title: fill(fix.title), keepsBehaviour: fix.keepsBehaviour, edits });
    }
  }
  return { fixes: made, choices };
}

function createChoice(
  { title, choice }: RuleFix,
  edits: readonly TextEdit[],
  fill: (template: string) => string,
  { findRepository }: FixMaker,
): ChoiceFix | undefined {
  if (choice === undefined) return undefined;
  const { question, options = [], commitOf, pattern } = choice;
  const repository = commitOf === undefined ? undefined : findRepository?.(commitOf.argument);
  if (commitOf !== undefined && repository === undefined) return undefined;
  const name = (template: string): string =>
    fill(template).replaceAll('{repository}', () => repository ?? '');
  return {
    title: name(title),
    question: name(question),
    options: options.map(({ value, label = value }) => ({ value, label })),
    ...(commitOf === undefined || repository === undefined
      ? {}
      : { commitOf: { kind: commitOf.kind, repository } }),
    ...(pattern === undefined ? {} : { pattern }),
    edits,
  };
}

/** Names of repositories on the Hub: one or two segments. */
const REPOSITORY = /^[A-Za-z0-9][\w.-]{0,95}(?:\/[A-Za-z0-9][\w.-]{0,95})?$/;

function findRepository(
  argument: HubArgument['argument'],
  context: MatchContext,
  module: ModuleAnalysis,
): string | undefined {
  const found = findArgument(argument, context, module);
  if (found === 'missing' || found === 'unknown') return undefined;
  const value = module.folder.fold(found.value, found.site)?.value;
  return typeof value === 'string' && REPOSITORY.test(value) ? value : undefined;
}

function toEdits(replacements: readonly Replacement[], text: ModuleText): readonly TextEdit[] | undefined {
  const sorted = [...replacements].sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  for (const [index, replacement] of sorted.entries()) {
    const next = sorted[index + 1];
    if (next !== undefined && next.span.start < replacement.span.end) return undefined;
  }
  return sorted.map(({ span, text: newText }) => text.createEdit(span, newText));
}

/** Insertions at one place become one. */
function mergeInsertions(replacements: readonly Replacement[]): readonly Replacement[] {
  const merged: Replacement[] = [];
  for (const replacement of replacements) {
    const index = merged.findIndex(
      (other) =>
        other.span.start === replacement.span.start &&
        other.span.end === other.span.start &&
        replacement.span.end === replacement.span.start,
    );
    const other = merged[index];
    if (other === undefined) merged.push(replacement);
    else merged[index] = { span: other.span, text: other.text + replacement.text };
  }
  return merged;
}

function applyEdit(
  edit: FixEdit,
  context: MatchContext,
  module: ModuleAnalysis,
  text: ModuleText,
): readonly Replacement[] | undefined {
  switch (edit.kind) {
    case 'set-argument':
      return setArgument(context, edit.name, edit.value, module, text.text);
    case 'remove-argument':
      return removeArgument(context, edit.name, module, text.text);
    case 'replace-callee':
      return replaceCallee(context, edit.name, module, text);
    case 'add-import':
      return addImport(context, edit.name, module, text);
    case 'wrap-argument':
      return wrapArgument(context, edit, module);
    case 'rewrite-argument':
      return rewriteArgument(context, edit, module, text.text);
    case 'rewrite-value':
      return rewriteValue(context, edit, module, text.text);
    case 'replace-match':
      return [{ span: context.span, text: edit.text }];
    case 'set-value':
      return setValue(context, edit.value);
    case 'remove-setting':
      return removeSetting(context, module, text.text);
    case 'remove-statement':
      return removeStatement(context, text.text);
    case 'set-entry':
    case 'remove-entry':
    case 'rewrite-match':
    case 'raise-version':
    case 'add-instruction':
      // Of documents that are no code.
      return undefined;
  }
}

/** Writes another constant; one that reaches a call from elsewhere is not this call's alone. */
function setValue({ value, call }: MatchContext, text: string): readonly Replacement[] | undefined {
  const expr = value?.value;
  if (expr?.kind !== 'constant') return undefined;
  if (call !== undefined && (expr.start < call.start || call.end < expr.end)) return undefined;
  return [{ span: expr, text }];
}

/** Takes an assignment away with its line; in a block, where a statement may have to stand, `pass` comes instead. */
function removeStatement(
  { target, setting, call }: MatchContext,
  text: string,
): readonly Replacement[] | undefined {
  if (target === undefined || setting === undefined || call !== undefined) return undefined;
  const start = lineStart(text, setting.start);
  const end = lineEnd(text, setting.end);
  const isAlone =
    text.slice(start, setting.start).trim() === '' && /^[ \t]*(?:#.*)?$/.test(text.slice(setting.end, end));
  if (!isAlone) return undefined;
  if (setting.start > start) return [{ span: setting, text: 'pass' }];
  const next = text.startsWith('\r\n', end) ? end + 2 : Math.min(end + 1, text.length);
  return [{ span: { start, end: next }, text: '' }];
}
