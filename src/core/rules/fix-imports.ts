import { lastSegment } from '../semantics/name-pattern.js';
import type { Binding } from '../semantics/scope.js';
import type { ModuleText } from '../source/module-text.js';
import type { Block } from '../syntax/block.js';
import type { FromImportStmt, ImportStmt, Stmt } from '../syntax/ir.js';
import type { Replacement } from './create-fixes.js';
import { lineEnd, lineStart } from './fix-arguments.js';
import type { MatchContext, ModuleAnalysis } from './match-context.js';

type Edits = readonly Replacement[] | undefined;

/** Calls another function: by the name it has here, beside the old one, or with an import of its module. */
export function replaceCallee(
  context: MatchContext,
  name: string,
  module: ModuleAnalysis,
  text: ModuleText,
): Edits {
  const { callee, site } = context;
  const owner = name.slice(0, name.lastIndexOf('.'));
  const last = lastSegment(name);
  if (callee === undefined || last === undefined) return undefined;
  if (callee.kind === 'attribute' && module.resolver.namesOf(callee.object, site).includes(owner)) {
    return [{ span: { start: callee.nameStart, end: callee.end }, text: last }];
  }
  if (callee.kind !== 'name') return undefined;
  const [binding, ...others] = module.model.lookup(callee.name, site);
  if (binding === undefined) {
    if (!module.resolver.namesOf(callee, site).includes(`builtins.${callee.name}`)) return undefined;
    // A builtin: the module of the new function is imported by its own name.
    const imports = addImport(context, owner, module, text);
    return imports === undefined ? undefined : [...imports, { span: callee, text: name }];
  }
  if (binding.source.kind !== 'import' || binding.scope !== module.model.root || others.length > 0)
    return undefined;
  const bound = module.model.moduleBindings(last);
  const isImported = bound.some((other) => other.source.kind === 'import' && other.source.name === name);
  if ((bound.length > 0 && !isImported) || isHidden(last, context, module)) return undefined;
  const replacement: Replacement = { span: callee, text: last };
  if (isImported) return [replacement];
  if (binding.source.name.slice(0, binding.source.name.lastIndexOf('.')) !== owner) return undefined;
  // `from yaml import load`: the new name joins the list behind the old one.
  return [{ span: { start: binding.span.end, end: binding.span.end }, text: `, ${last}` }, replacement];
}

/** True where a name of the module is something else in the function around. */
function isHidden(name: string, { site }: MatchContext, { model }: ModuleAnalysis): boolean {
  return model.lookup(name, site).some(({ scope }) => scope !== model.root);
}

/**
 * Makes a module known under its own name where the match stands. In a notebook the import goes into the cell of the
 * match, unless an earlier one has it.
 *
 * @returns no edits when it is known already; undefined when the name is taken, or its import may not have run
 */
export function addImport(
  { site }: Pick<MatchContext, 'site'>,
  name: string,
  module: ModuleAnalysis,
  text: ModuleText,
): Edits {
  const { model } = module;
  if (text.languageId !== 'python') return undefined;
  const [root = name] = name.split('.');
  const bindings = model.lookup(root, site);
  const isModule = ({ source }: Binding): boolean => source.kind === 'import' && source.name === root;
  if (!bindings.every(isModule)) return undefined;
  const cell = text.cellStarts.findLast((start) => start <= site.offset) ?? 0;
  const isTimely = ({ branch, span, scope }: Binding): boolean => {
    if (branch !== undefined || scope !== model.root) return false;
    const isBefore = span.start < site.offset;
    return text.cellStarts.length > 0 ? isBefore : isBefore || site.scope !== model.root;
  };
  const isSubmodule = root !== name;
  const isKnown = bindings.some(
    (binding) => isTimely(binding) && (!isSubmodule || imports(binding, name, module)),
  );
  if (isKnown) return [];
  const place = findImportPlace(name, cell, site.offset, module, text);
  return place === undefined ? undefined : [place];
}

/** Whether the import behind a binding is of this very submodule. */
function imports({ span }: Binding, name: string, { model }: ModuleAnalysis): boolean {
  return model.syntax.text.slice(span.start, span.end).replace(/\s/g, '') === name;
}

/** Into the first group of imports, in alphabetical order; else before the first statement. */
function findImportPlace(
  name: string,
  cell: number,
  use: number,
  { model }: ModuleAnalysis,
  text: ModuleText,
): Replacement | undefined {
  const { syntax } = model;
  const isNotebook = text.cellStarts.length > 0;
  const group: (ImportStmt | FromImportStmt)[] = [];
  let first: Stmt | undefined;
  const read = (block: Block): readonly Stmt[] => {
    syntax.asked.followed(block);
    return syntax.read(block);
  };
  for (const [index, statement] of statementsFrom(cell, syntax.blocks, read)) {
    if (index === 0 && !isNotebook && isDocstring(statement)) continue;
    const magic = text.magics.find(({ span }) => span.start <= statement.start && statement.start < span.end);
    if (magic !== undefined) {
      const isUse = magic.span.start <= use && use < magic.span.end;
      // Nothing may stand above a cell magic.
      if (isUse && magic.kind === 'cell') return undefined;
      if (!isUse) continue;
    }
    const isImport = statement.kind === 'import' || statement.kind === 'from-import';
    const previous = group.at(-1);
    if (!isImport || (previous !== undefined && hasGap(text.text, previous.end, statement.start))) {
      first ??= statement;
      break;
    }
    first ??= statement;
    group.push(statement);
  }
  if (first === undefined) return undefined;
  const line = `import ${name}`;
  const plain = group.filter((statement) => statement.kind === 'import');
  const after = plain.find((statement) => (statement.names[0]?.name ?? '') > name) ?? undefined;
  const last = plain.at(-1);
  if (after === undefined && last !== undefined) {
    const end = lineEnd(text.text, last.end);
    if (/^[ \t]*(?:#.*)?$/.test(text.text.slice(last.end, end))) return insertion(end, `\n${line}`);
  }
  const target = after ?? group[0] ?? first;
  const start = Math.max(lineStart(text.text, target.start), cell, /^[\f\ufeff]/.test(text.text) ? 1 : 0);
  // Something else on that line, such as the end of a statement before it.
  if (text.text.slice(start, startOf(target)).trim() !== '') return undefined;
  if (group.length > 0 || isNotebook) return insertion(start, `${line}\n`);
  // `from __future__ import ...` is no statement here, and stays in front.
  const isBelowCode = /[^\s\ufeff](?:\r\n|\n|\r)$/.test(text.text.slice(0, start));
  return insertion(start, `${isBelowCode ? '\n' : ''}${line}\n\n`);
}

function* statementsFrom(
  cell: number,
  blocks: readonly Block[],
  read: (block: Block) => readonly Stmt[],
): Generator<readonly [index: number, statement: Stmt]> {
  let index = 0;
  for (const block of blocks) {
    if (block.end <= cell) continue;
    for (const statement of read(block)) {
      if (statement.start >= cell) yield [index, statement];
      index += 1;
    }
  }
}

/** Decorators stand before what they decorate. */
function startOf(statement: Stmt): number {
  if (statement.kind !== 'function' && statement.kind !== 'class') return statement.start;
  return Math.min(statement.start, ...statement.decorators.map(({ start }) => start - 1));
}

function isDocstring(statement: Stmt): boolean {
  return (
    statement.kind === 'expr' && statement.value.kind === 'constant' && statement.value.type === 'string'
  );
}

/** Whether an empty line stands between two offsets. */
function hasGap(text: string, from: number, to: number): boolean {
  return /(?:\r\n|\n|\r)[ \t]*(?:\r\n|\n|\r)/.test(text.slice(from, to));
}

function insertion(at: number, text: string): Replacement {
  return { span: { start: at, end: at }, text };
}
