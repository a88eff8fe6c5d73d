import type { ImportName, Stmt } from '../ir.js';
import type { RawNode } from '../raw-tree.js';
import { childAt, place, textOf } from '../source.js';
import { normalizeModuleName } from './module-name.js';
import type { ScriptSource } from './script-source.js';

/**
 * Lowers an import, or an export from another module. What a module exports by default is known by the name of the
 * module itself, as `require` gives it.
 */
export function lowerImport(node: RawNode, source: ScriptSource, into: Stmt[]): void {
  const at = place(node, source);
  const clause = node.children.find(({ type }) => type === 'import_require_clause');
  const specifier = childAt(clause ?? node, 'source');
  if (specifier === undefined) return;
  const module = normalizeModuleName(textOf(specifier, source).slice(1, -1));
  const whole: ImportName[] = [];
  const named: ImportName[] = [];
  const visit = (child: RawNode): void => {
    switch (child.type) {
      case 'identifier':
        whole.push(importName(child, module, textOf(child, source), source));
        return;
      case 'namespace_import':
      case 'namespace_export':
      case 'import_clause':
      case 'import_require_clause':
      case 'named_imports':
      case 'export_clause':
        for (const inner of child.children) visit(inner);
        return;
      case 'import_specifier':
      case 'export_specifier': {
        const name = childAt(child, 'name');
        if (name === undefined) return;
        const alias = textOf(childAt(child, 'alias') ?? name, source);
        const written = textOf(name, source);
        if (written === 'default') whole.push(importName(child, module, alias, source));
        else named.push(importName(child, written, alias === written ? undefined : alias, source));
        return;
      }
      default:
        return;
    }
  };
  for (const child of node.children) visit(child);
  if (whole.length > 0) into.push({ kind: 'import', ...at, names: whole });
  if (named.length > 0) {
    into.push({ kind: 'from-import', ...at, module, level: 0, names: named, isStar: false });
  }
}

function importName(
  node: RawNode,
  name: string,
  alias: string | undefined,
  source: ScriptSource,
): ImportName {
  return { kind: 'import-name', ...place(node, source), name, ...(alias === undefined ? {} : { alias }) };
}
