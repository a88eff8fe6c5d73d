import type { LazyBody, Stmt } from './ir.js';
import type { RawNode } from './raw-tree.js';
import type { Source } from './source.js';

/**
 * Statements of a definition's body, copied out of the parser's memory and lowered when first read. `owner` is the
 * definition, for one without a body.
 */
export function deferBody(
  bodyNode: RawNode | undefined,
  owner: RawNode,
  source: Source,
  lower: (children: readonly RawNode[], source: Source) => readonly Stmt[],
): LazyBody {
  let deferred = bodyNode?.deferred;
  let statements: readonly Stmt[] | undefined;
  return {
    start: source.start + (bodyNode?.start ?? owner.end),
    end: source.start + (bodyNode?.end ?? owner.end),
    peek: () => statements,
    read(): readonly Stmt[] {
      if (statements === undefined) {
        statements = [];
        if (deferred !== undefined) {
          const children = deferred.copy();
          const own = deferred.source ?? source;
          deferred = undefined;
          statements = lower(children, own);
        } else if (bodyNode !== undefined) {
          statements = lower(bodyNode.children, source);
        }
      }
      return statements;
    },
  };
}
