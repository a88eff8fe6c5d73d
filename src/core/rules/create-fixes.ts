import type { Fix } from '../findings/finding.js';
import { lastSegment } from '../semantics/name-pattern.js';
import type { TextEdit } from '../source/document.js';
import type { ModuleText } from '../source/module-text.js';
import type { Span } from '../source/position.js';
import type { Argument } from '../syntax/ir.js';
import { findArgument, type MatchContext, type ModuleAnalysis } from './match-context.js';
import type { FixEdit, RuleFix } from './rule.js';

/** A span with what comes in its place. */
export interface Replacement {
  readonly span: Span;
  readonly text: string;
}

/** Turns the fixes of a rule into edits at a match. A fix whose edits cannot all be made there is left out. */
export function createFixes(
  fixes: readonly RuleFix[],
  context: MatchContext,
  module: ModuleAnalysis | undefined,
  text: ModuleText,
  fill: (template: string) => string,
): readonly Fix[] {
  return collectFixes(fixes, text, fill, (edit) => applyEdit(edit, context, module, text));
}

/** Fixes whose every edit can be made. `apply` gives undefined for an edit that cannot be. */
export function collectFixes(
  fixes: readonly RuleFix[],
  text: ModuleText,
  fill: (template: string) => string,
  apply: (edit: FixEdit) => readonly Replacement[] | undefined,
): readonly Fix[] {
  const made: Fix[] = [];
  for (const fix of fixes) {
    const replacements: Replacement[] = [];
    const isPossible = fix.edits.every((edit) => {
      const result = apply(edit);
      if (result !== undefined) replacements.push(...result);
      return result !== undefined;
    });
    if (!isPossible || replacements.length === 0) continue;
    const edits = toEdits(mergeInsertions(replacements), text);
    if (edits !== undefined) made.push({ title: fill(fix.title), keepsBehaviour: fix.keepsBehaviour, edits });
  }
  return made;
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
  module: ModuleAnalysis | undefined,
  text: ModuleText,
): readonly Replacement[] | undefined {
  switch (edit.kind) {
    case 'set-argument':
      return setArgument(context, edit.name, edit.value, text.text);
    case 'remove-argument':
      return module === undefined ? undefined : removeArgument(context, edit.name, module, text.text);
    case 'replace-callee':
      return module === undefined ? undefined : replaceCallee(context, edit.name, module);
    case 'wrap-argument':
      return module === undefined ? undefined : wrapArgument(context, edit, module);
    case 'rewrite-argument':
      return module === undefined ? undefined : rewriteArgument(context, edit, module, text.text);
    case 'replace-match':
      return [{ span: context.span, text: edit.text }];
    case 'set-value':
      return context.value?.value.kind === 'constant'
        ? [{ span: context.value.value, text: edit.value }]
        : undefined;
    case 'remove-setting':
      return removeSetting(context, text.text);
    case 'set-entry':
    case 'remove-entry':
    case 'rewrite-match':
    case 'add-instruction':
    case 'raise-version':
      // Of documents that are no code.
      return undefined;
  }
}

function setArgument(
  context: MatchContext,
  key: string,
  value: string,
  text: string,
): readonly Replacement[] | undefined {
  const { call, args } = context;
  if (call === undefined || args === undefined || call.takesOptions === true) return undefined;
  const [name = '', position] = key.split('@');
  const existing =
    args.find((argument) => argument.name === name) ??
    (position === undefined ? undefined : positionalAt(args, Number(position)));
  if (existing !== undefined) return [{ span: existing.value, text: value }];
  // A value that comes with `**options` cannot be set a second time.
  if (args.some((argument) => argument.spread === '**')) return undefined;
  const last = call.args[call.args.length - 1];
  const written = `${name}=${value}`;
  if (last === undefined)
    return [{ span: { start: call.argsStart + 1, end: call.argsStart + 1 }, text: written }];
  // A generator without parentheses of its own cannot get a sibling.
  if (last.value.kind === 'comprehension' && last.value.start === call.argsStart) return undefined;
  const comma = findComma(text, last.end, call.end - 1);
  const at = comma === -1 ? last.end : comma + 1;
  const lineStart = text.lastIndexOf('\n', last.start) + 1;
  const isOwnLine = lineStart > call.argsStart && text.slice(lineStart, last.start).trim() === '';
  const gap = isOwnLine ? `${lineBreakOf(text)}${text.slice(lineStart, last.start)}` : ' ';
  return [{ span: { start: at, end: at }, text: comma === -1 ? `,${gap}${written}` : `${gap}${written},` }];
}

/** The argument at a position; undefined when a spread before it hides which one that is. */
function positionalAt(args: readonly Argument[], position: number): Argument | undefined {
  const isPlain = ({ name, spread }: Argument): boolean => name === undefined && spread === undefined;
  const leading = args.slice(0, position + 1);
  return leading.length === position + 1 && leading.every(isPlain) ? leading[position] : undefined;
}

function lineBreakOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}

/** Offset of the comma between two offsets, comments left out; -1 when there is none. */
function findComma(text: string, from: number, to: number): number {
  for (let at = from; at < to; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 44) return at;
    if (code === 35) {
      const end = text.indexOf('\n', at);
      if (end === -1 || end >= to) return -1;
      at = end;
    }
  }
  return -1;
}

/** Text before and after the argument's value; operators in it would bind differently, so only plain values. */
function wrapArgument(
  context: MatchContext,
  edit: Extract<FixEdit, { kind: 'wrap-argument' }>,
  module: ModuleAnalysis,
): readonly Replacement[] | undefined {
  const found = findArgument(edit.name, context, module);
  const value = found === 'missing' || found === 'unknown' ? undefined : found.argument?.value;
  if (value === undefined) return undefined;
  const isPlain = ['name', 'attribute', 'call', 'subscript'].includes(value.kind);
  if (!isPlain && !(edit.before.endsWith('(') && edit.after.startsWith(')'))) return undefined;
  return [
    { span: { start: value.start, end: value.start }, text: edit.before },
    { span: { start: value.end, end: value.end }, text: edit.after },
  ].filter(({ text }) => text !== '');
}

/** Changes a string as it is written, so only one that stands in the call itself. */
function rewriteArgument(
  context: MatchContext,
  edit: Extract<FixEdit, { kind: 'rewrite-argument' }>,
  module: ModuleAnalysis,
  text: string,
): readonly Replacement[] | undefined {
  const found = findArgument(edit.name, context, module);
  const value = found === 'missing' || found === 'unknown' ? undefined : found.argument?.value;
  if (value === undefined || (value.kind !== 'constant' && value.kind !== 'template')) return undefined;
  const match = new RegExp(edit.pattern).exec(text.slice(value.start, value.end));
  if (match === null) return undefined;
  const start = value.start + match.index;
  return [{ span: { start, end: start + match[0].length }, text: edit.text }];
}

function removeArgument(
  context: MatchContext,
  key: string,
  module: ModuleAnalysis,
  text: string,
): readonly Replacement[] | undefined {
  const { call } = context;
  const found = findArgument(key, context, module);
  // Nothing to remove is no obstacle; a value behind a spread is.
  if (found === 'missing') return [];
  const argument = found === 'unknown' ? undefined : found.argument;
  if (call === undefined || argument === undefined) return undefined;
  return [{ span: argumentExtent(call.args, argument, call.end - 1, text), text: '' }];
}

/** The argument with the comma and white space that go with it. */
function argumentExtent(args: readonly Argument[], argument: Argument, closing: number, text: string): Span {
  const index = args.indexOf(argument);
  const previous = args[index - 1];
  const next = args[index + 1];
  if (next !== undefined && text.slice(argument.end, next.start).includes('#')) {
    // A comment after the comma belongs to this line: keep it.
    const comma = findComma(text, argument.end, next.start);
    return { start: argument.start, end: comma === -1 ? argument.end : comma + 1 };
  }
  if (next !== undefined) return { start: argument.start, end: next.start };
  const comma = findComma(text, argument.end, closing);
  if (previous === undefined) return { start: argument.start, end: comma === -1 ? argument.end : comma + 1 };
  // The last one: a trailing comma stays where it is, behind the argument before.
  if (comma === -1) return { start: previous.end, end: argument.end };
  const before = findComma(text, previous.end, argument.start);
  return before === -1 ? { start: argument.start, end: argument.end } : { start: before, end: comma };
}

function removeSetting(context: MatchContext, text: string): readonly Replacement[] | undefined {
  const { call, value } = context;
  if (call === undefined || value?.argument === undefined) return undefined;
  return [{ span: argumentExtent(call.args, value.argument, call.end - 1, text), text: '' }];
}

/** Another function: of the same module by its name alone, else with an import of its own. */
function replaceCallee(
  context: MatchContext,
  name: string,
  module: ModuleAnalysis,
): readonly Replacement[] | undefined {
  const { callee, site } = context;
  if (callee === undefined) return undefined;
  const owner = name.slice(0, name.lastIndexOf('.'));
  const last = lastSegment(name);
  if (last === undefined) return undefined;
  if (callee.kind === 'attribute' && module.resolver.namesOf(callee.object, site).includes(owner)) {
    return [{ span: { start: callee.nameStart, end: callee.end }, text: last }];
  }
  if (callee.kind !== 'name') return undefined;
  const [binding] = module.model.lookup(callee.name, site);
  if (binding?.source.kind !== 'import' || binding.scope !== module.model.root) return undefined;
  const bound = module.model.moduleBindings(last);
  const isImported = bound.some((other) => other.source.kind === 'import' && other.source.name === name);
  if (bound.length > 0 && !isImported) return undefined;
  const replacement: Replacement = { span: callee, text: last };
  if (isImported) return [replacement];
  // `from yaml import load`: the new name joins the list behind the old one.
  return [{ span: { start: binding.span.end, end: binding.span.end }, text: `, ${last}` }, replacement];
}
