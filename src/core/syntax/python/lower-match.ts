import type { Expr } from '../ir.js';
import type { RawNode } from '../raw-tree.js';
import { place, type Source, textOf } from '../source.js';
import { lowerExpr } from './lower-expr.js';

/** What the pattern of a `case` binds, and the values it compares with. */
export interface LoweredPattern {
  readonly targets: Expr[];
  readonly values: Expr[];
}

/** Lowers the pattern of a `case` into names that it binds and values that it compares with. */
export function lowerPattern(node: RawNode, source: Source, into: LoweredPattern): void {
  switch (node.type) {
    case 'identifier':
      into.targets.push({ kind: 'name', ...place(node, source), name: textOf(node, source) });
      return;
    case 'dotted_name': {
      // A single name is bound; `module.NAME` is compared with.
      const lowered = lowerExpr(node, source);
      (lowered.kind === 'name' ? into.targets : into.values).push(lowered);
      return;
    }
    case 'class_pattern': {
      const [callee, ...inner] = node.children;
      if (callee !== undefined) into.values.push(lowerExpr(callee, source));
      for (const child of inner) lowerPattern(child, source, into);
      return;
    }
    case 'keyword_pattern':
      for (const child of node.children.slice(1)) lowerPattern(child, source, into);
      return;
    case 'case_pattern':
    case 'as_pattern':
    case 'union_pattern':
    case 'list_pattern':
    case 'tuple_pattern':
    case 'dict_pattern':
    case 'splat_pattern':
    case 'ERROR':
      for (const child of node.children) lowerPattern(child, source, into);
      return;
    case '*':
    case '**':
      return;
    default:
      into.values.push(lowerExpr(node, source));
  }
}
