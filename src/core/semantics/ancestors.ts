import type { ClassStmt } from '../syntax/ir.js';
import type { Site } from './module-model.js';
import type { Resolver } from './resolver.js';
import type { Scope } from './scope.js';
import { nameOf } from './target.js';

/** A class of the workspace, and the scope that it stands in. */
export interface OwnClass {
  readonly stmt: ClassStmt;
  readonly scope: Scope;
}

/** What a class derives from, directly or not, nearest first. */
export interface Lineage {
  readonly own: readonly OwnClass[];
  /** Qualified names of classes from elsewhere. */
  readonly foreign: readonly string[];
}

const MAX_CLASSES = 12;

/** Tells what classes of the workspace derive from. Answers are kept per class. */
export class Ancestors {
  readonly #resolver: Resolver;
  readonly #known = new Map<ClassStmt, Lineage>();

  constructor(resolver: Resolver) {
    this.#resolver = resolver;
  }

  /** `scope`: the one that the class stands in. */
  of(stmt: ClassStmt, scope: Scope): Lineage {
    let lineage = this.#known.get(stmt);
    if (lineage === undefined) {
      lineage = this.#find(stmt, scope);
      this.#known.set(stmt, lineage);
    }
    return lineage;
  }

  #find(stmt: ClassStmt, scope: Scope): Lineage {
    const own: OwnClass[] = [];
    const foreign: string[] = [];
    const open: OwnClass[] = [{ stmt, scope }];
    for (let at = open.shift(); at !== undefined && own.length <= MAX_CLASSES; at = open.shift()) {
      const site: Site = { scope: at.scope, offset: at.stmt.start };
      for (const { name, value } of at.stmt.bases) {
        if (name !== undefined) continue;
        // `Tool[Arguments]` derives from `Tool`.
        const base = value.kind === 'subscript' ? value.object : value;
        for (const target of this.#resolver.resolve(base, site)) {
          const named = nameOf(target);
          if (named !== undefined) foreign.push(named);
          if (target.kind !== 'class' || target.stmt === stmt) continue;
          if (own.some((known) => known.stmt === target.stmt)) continue;
          own.push({ stmt: target.stmt, scope: target.scope });
          open.push({ stmt: target.stmt, scope: target.scope });
        }
      }
    }
    return { own, foreign };
  }
}
