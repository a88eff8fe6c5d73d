import type { Site } from '../semantics/module-model.js';
import type { Span } from '../source/position.js';
import type { Argument, Expr } from '../syntax/ir.js';
import type { Replacement } from './create-fixes.js';
import { findArgument, type MatchContext, type ModuleAnalysis } from './match-context.js';
import type { FixEdit } from './rule-fix.js';

type Edits = readonly Replacement[] | undefined;

/** Sets an argument of the call: changes the one that is there, or adds it behind the last. */
export function setArgument(
  context: MatchContext,
  key: string,
  value: string,
  module: ModuleAnalysis,
  text: string,
): Edits {
  const { call, args, site } = context;
  if (call === undefined || args === undefined || call.takesOptions === true) return undefined;
  const [name = '', position] = key.split('@');
  const existing =
    args.find((argument) => argument.name === name) ??
    (position === undefined ? undefined : positionalAt(args, Number(position)));
  if (existing !== undefined) {
    return isDefault(existing.value, site, module) ? undefined : [{ span: existing.value, text: value }];
  }
  // A value that comes with `**options` cannot be set a second time.
  if (args.some((argument) => argument.spread === '**')) return undefined;
  const last = call.args[call.args.length - 1];
  const written = `${name}=${value}`;
  if (last === undefined) return [insertion(call.argsStart + 1, written)];
  // A generator without parentheses of its own cannot get a sibling.
  if (last.value.kind === 'comprehension' && last.value.start === call.argsStart) return undefined;
  const comma = findComma(text, last.end, call.end - 1);
  const at = comma === -1 ? last.end : comma + 1;
  const start = lineStart(text, last.start);
  const isOwnLine = start > call.argsStart && text.slice(start, last.start).trim() === '';
  if (!isOwnLine) return [insertion(at, comma === -1 ? `, ${written}` : ` ${written},`)];
  const gap = `\n${text.slice(start, last.start)}`;
  const end = lineEnd(text, at);
  // A comment behind the last argument stays with it.
  const isCommented = end < call.end && /^[ \t]*#/.test(text.slice(at, end));
  if (comma !== -1) return [insertion(isCommented ? end : at, `${gap}${written},`)];
  if (!isCommented) return [insertion(at, `,${gap}${written}`)];
  return [insertion(at, ','), insertion(end, `${gap}${written}`)];
}

/** Takes an argument away with its comma. Nothing to remove is no obstacle; a value behind a spread is. */
export function removeArgument(
  context: MatchContext,
  key: string,
  module: ModuleAnalysis,
  text: string,
): Edits {
  const { call } = context;
  const found = findArgument(key, context, module);
  if (found === 'missing') return [];
  const argument = found === 'unknown' ? undefined : found.argument;
  if (call === undefined || argument === undefined) return undefined;
  if (isDefault(argument.value, context.site, module)) return undefined;
  return [{ span: argumentExtent(call.args, argument, call.end - 1, text), text: '' }];
}

/** True for what is decided elsewhere, and only has a default here: a line that ends the choice is no fix of it. */
function isDefault(value: Expr, site: Site, { folder, certain }: ModuleAnalysis): boolean {
  return folder.fold(value, site) !== undefined && certain.fold(value, site) === undefined;
}

/** Takes the argument away that makes a setting. */
export function removeSetting({ call, value }: MatchContext, module: ModuleAnalysis, text: string): Edits {
  if (call === undefined || value?.argument === undefined) return undefined;
  if (isDefault(value.value, value.site, module)) return undefined;
  return [{ span: argumentExtent(call.args, value.argument, call.end - 1, text), text: '' }];
}

/** Text before and after the argument's value; operators in it would bind differently, so only plain values. */
export function wrapArgument(
  context: MatchContext,
  edit: Extract<FixEdit, { kind: 'wrap-argument' }>,
  module: ModuleAnalysis,
): Edits {
  const found = findArgument(edit.name, context, module);
  const value = found === 'missing' || found === 'unknown' ? undefined : found.argument?.value;
  if (value === undefined) return undefined;
  const isPlain = ['name', 'attribute', 'call', 'subscript'].includes(value.kind);
  if (!isPlain && !(edit.before.endsWith('(') && edit.after.startsWith(')'))) return undefined;
  return [insertion(value.start, edit.before), insertion(value.end, edit.after)].filter(
    ({ text }) => text !== '',
  );
}

/** Changes the string of an argument as it is written. */
export function rewriteArgument(
  context: MatchContext,
  edit: Extract<FixEdit, { kind: 'rewrite-argument' }>,
  module: ModuleAnalysis,
  text: string,
): Edits {
  const found = findArgument(edit.name, context, module);
  if (found === 'missing' || found === 'unknown') return undefined;
  // A value in an object that is passed on is not this call's alone.
  const { call } = context;
  const isOwn = call?.takesOptions === true && call.start <= found.value.start && found.value.end <= call.end;
  if (found.argument === undefined && !isOwn) return undefined;
  return rewrite(found.value, found.site, edit, module, text);
}

/** Changes the string of a setting as it is written. */
export function rewriteValue(
  { value }: MatchContext,
  edit: Extract<FixEdit, { kind: 'rewrite-value' }>,
  module: ModuleAnalysis,
  text: string,
): Edits {
  return value === undefined ? undefined : rewrite(value.value, value.site, edit, module, text);
}

function rewrite(
  expr: Expr,
  site: Site,
  edit: { readonly pattern: string; readonly text: string },
  module: ModuleAnalysis,
  text: string,
): Edits {
  const literal = findLiteral(expr, site, module, 0);
  if (literal === undefined) return undefined;
  const match = new RegExp(edit.pattern).exec(text.slice(literal.start, literal.end));
  if (match === null) return undefined;
  const start = literal.start + match.index;
  return [{ span: { start, end: start + match[0].length }, text: edit.text }];
}

/** The string with which a text begins, as it is written; through names that are used nowhere else. */
function findLiteral(expr: Expr, site: Site, module: ModuleAnalysis, depth: number): Span | undefined {
  if (depth > 4) return undefined;
  switch (expr.kind) {
    case 'constant':
      return expr.type === 'string' ? expr : undefined;
    case 'template': {
      const [first] = expr.parts;
      return typeof first === 'object' ? findLiteral(first, site, module, depth + 1) : expr;
    }
    case 'binary':
      return expr.operator === '+' || expr.operator === '%'
        ? findLiteral(expr.left, site, module, depth + 1)
        : undefined;
    case 'call':
      return expr.callee.kind === 'attribute' && expr.callee.name === 'format'
        ? findLiteral(expr.callee.object, site, module, depth + 1)
        : undefined;
    case 'name': {
      const given = module.model.onlyValue(expr.name, site);
      if (given === undefined || given.isEntered) return undefined;
      // Where it is set and here: what else uses the name would change with it.
      const { syntax } = module.model;
      syntax.asked.mentioned(expr.name);
      if (syntax.words.placesOf(expr.name).length !== 2) return undefined;
      return findLiteral(given.value, given.site, module, depth + 1);
    }
    default:
      return undefined;
  }
}

/** The argument at a position; undefined when a spread before it hides which one that is. */
function positionalAt(args: readonly Argument[], position: number): Argument | undefined {
  const isPlain = ({ name, spread }: Argument): boolean => name === undefined && spread === undefined;
  const leading = args.slice(0, position + 1);
  return leading.length === position + 1 && leading.every(isPlain) ? leading[position] : undefined;
}

/** The argument with the comma and white space that go with it; comments around it stay. */
function argumentExtent(args: readonly Argument[], argument: Argument, closing: number, text: string): Span {
  const index = args.indexOf(argument);
  const previous = args[index - 1];
  const next = args[index + 1];
  const comma = findComma(text, argument.end, next?.start ?? closing);
  const isCommentedBefore = previous !== undefined && text.slice(previous.end, argument.start).includes('#');
  const isCommentedAfter = text.slice(argument.end, next?.start ?? closing).includes('#');
  if (isCommentedAfter || (next === undefined && isCommentedBefore)) {
    return lineExtent(argument.start, comma === -1 ? argument.end : comma + 1, text);
  }
  if (next !== undefined) return { start: argument.start, end: next.start };
  if (previous === undefined) return { start: argument.start, end: comma === -1 ? argument.end : comma + 1 };
  // The last one: a trailing comma stays where it is, behind the argument before.
  if (comma === -1) return { start: previous.end, end: argument.end };
  const before = findComma(text, previous.end, argument.start);
  return before === -1 ? { start: argument.start, end: argument.end } : { start: before, end: comma };
}

/** What is taken away among comments: the whole line, or all of it but its comment. */
function lineExtent(start: number, end: number, text: string): Span {
  const from = lineStart(text, start);
  const to = lineEnd(text, end);
  const isFirst = text.slice(from, start).trim() === '';
  const rest = text.slice(end, to);
  if (rest.trim() === '' && isFirst) {
    return { start: from, end: text.startsWith('\r\n', to) ? to + 2 : Math.min(to + 1, text.length) };
  }
  const blanks = rest.length - rest.trimStart().length;
  return { start, end: isFirst && rest.trimStart().startsWith('#') ? end + blanks : end };
}

/** Offset of the comma between two offsets, comments left out; -1 when there is none. */
function findComma(text: string, from: number, to: number): number {
  for (let at = from; at < to; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 44) return at;
    if (code === 35) {
      const end = lineEnd(text, at);
      if (end >= to) return -1;
      at = end;
    }
  }
  return -1;
}

function insertion(at: number, text: string): Replacement {
  return { span: { start: at, end: at }, text };
}

/** Offset at which the line of an offset begins. */
export function lineStart(text: string, offset: number): number {
  let start = offset;
  while (start > 0 && !isLineBreak(text.charCodeAt(start - 1))) start -= 1;
  return start;
}

/** Offset at which the line of an offset ends, before its line break. */
export function lineEnd(text: string, offset: number): number {
  let end = offset;
  while (end < text.length && !isLineBreak(text.charCodeAt(end))) end += 1;
  return end;
}

function isLineBreak(code: number): boolean {
  return code === 10 || code === 13;
}
