import type { CallExpr, Expr, Stmt } from '../syntax/ir.js';

/** Receives a name, and the words of what it was made to stand for. */
export type NoteAlias = (name: string, originals: readonly string[]) => void;

/** What is known about the names of a module while aliases are looked for. */
export interface AliasNames {
  /** True for a name that stands for something wanted. */
  isAlias(name: string): boolean;
  /** True for `functools.partial` and its kin, and for `getattr`, whatever the code calls them. */
  isWrapper(name: string): boolean;
  isGetattr(name: string): boolean;
}

/** Notes the names that a statement makes stand for something, as far as names resolve through them. */
export function noteStatement(
  statement: Stmt,
  owner: { readonly kind: string; readonly name?: string } | undefined,
  names: AliasNames,
  note: NoteAlias,
): void {
  switch (statement.kind) {
    case 'from-import':
    case 'import':
      for (const { alias, name } of statement.names) {
        if (alias !== undefined) note(alias, [name.slice(name.lastIndexOf('.') + 1)]);
      }
      return;
    case 'assign':
      if (statement.value === undefined) return;
      for (const target of statement.targets) noteTarget(target, statement.value, names, note);
      return;
    case 'with':
      for (const item of statement.items) {
        if (item.target !== undefined) noteTarget(item.target, item.value, names, note);
      }
      return;
    case 'return':
      if (owner?.kind === 'function' && owner.name !== undefined && statement.value !== undefined) {
        note(owner.name, mentionedWords(statement.value, names));
      }
      return;
    default:
      return;
  }
}

/** Notes what `:=` binds. */
export function noteExpression(expr: Expr, names: AliasNames, note: NoteAlias): void {
  if (expr.kind === 'named') note(expr.target.name, mentionedWords(expr.value, names));
}

function noteTarget(target: Expr, value: Expr, names: AliasNames, note: NoteAlias): void {
  if (target.kind === 'name' || target.kind === 'attribute') {
    const originals = mentionedWords(value, names);
    if (originals.length > 0) note(target.name, originals);
  } else if (target.kind === 'dict') {
    for (const { key, value: part } of target.entries) {
      const bound = part.kind === 'named' ? part.target : part;
      if (bound.kind === 'name' && key?.kind === 'constant') note(bound.name, [String(key.value)]);
    }
  } else if (target.kind === 'sequence' && value.kind === 'sequence') {
    for (const [index, item] of target.items.entries()) {
      const part = value.items[index];
      if (part !== undefined) noteTarget(item, part, names, note);
    }
  }
}

/** Last segments of the names that an expression may stand for. */
function mentionedWords(expr: Expr, names: AliasNames): readonly string[] {
  switch (expr.kind) {
    case 'name':
    case 'attribute':
      return [expr.name];
    case 'conditional':
      return [...mentionedWords(expr.body, names), ...mentionedWords(expr.orelse, names)];
    case 'binary':
      return [...mentionedWords(expr.left, names), ...mentionedWords(expr.right, names)];
    case 'wrap':
    case 'named':
      return mentionedWords(expr.value, names);
    case 'call':
      return wordsOfResult(expr, names);
    case 'module':
      return [expr.name.slice(expr.name.lastIndexOf('.') + 1)];
    case 'other': {
      const only = expr.children.length === 1 ? expr.children[0] : undefined;
      return only === undefined ? [] : mentionedWords(only, names);
    }
    default:
      return [];
  }
}

function wordsOfResult({ callee, args }: CallExpr, names: AliasNames): readonly string[] {
  const name = callee.kind === 'name' || callee.kind === 'attribute' ? callee.name : '';
  const [first, second] = args;
  if (names.isWrapper(name)) return first === undefined ? [] : mentionedWords(first.value, names);
  if (names.isGetattr(name)) return second?.value.kind === 'constant' ? [String(second.value.value)] : [];
  // A function of the module that gives back such a thing.
  return names.isAlias(name) ? [name] : [];
}
