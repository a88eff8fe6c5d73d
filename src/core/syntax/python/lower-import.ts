import type { FromImportStmt, ImportName } from '../ir.js';
import type { RawNode } from '../raw-tree.js';
import { childAt, place, type Source, textOf } from '../source.js';

/** Lowers the names of an import of either form. */
export function lowerImportNames(node: RawNode, source: Source): readonly ImportName[] {
  const names: ImportName[] = [];
  for (const child of node.children) {
    if (child.field !== 'name') continue;
    const nameNode = child.type === 'aliased_import' ? childAt(child, 'name') : child;
    const aliasNode = child.type === 'aliased_import' ? childAt(child, 'alias') : undefined;
    if (nameNode === undefined) continue;
    const name = textOf(nameNode, source).replace(/\s+/g, '');
    names.push({
      kind: 'import-name',
      ...place(child, source),
      name,
      ...(aliasNode === undefined ? {} : { alias: textOf(aliasNode, source) }),
    });
  }
  return names;
}

/** Lowers `from module import names`. */
export function lowerFromImport(node: RawNode, source: Source): FromImportStmt {
  const moduleNode = childAt(node, 'module_name');
  const written = moduleNode === undefined ? '' : textOf(moduleNode, source).replace(/\s+/g, '');
  const module = written.replace(/^\.+/, '');
  return {
    kind: 'from-import',
    ...place(node, source),
    module,
    level: written.length - module.length,
    names: lowerImportNames(node, source),
    isStar: node.children.some((child) => child.type === 'wildcard_import'),
  };
}
