import type { Block } from '../syntax/block.js';
import { flatStatements } from '../syntax/visit.js';
import { collectBindings } from './collect-bindings.js';
import type { ModuleModel } from './module-model.js';
import type { Binding, Scope } from './scope.js';
import { holdingWord, walkStatements } from './walk.js';

/**
 * What functions bind under a name of their module: they declare it `global`, or add to what they bind nowhere. Each may hold
 * or not, whenever the module has run. Only blocks in which that can stand are read.
 */
export function bindingsOfFunctions(
  model: ModuleModel,
  blocks: readonly Block[],
  name: string,
): readonly Binding[] {
  const found: Binding[] = [];
  for (const block of blocks) {
    if (block.inner.has(name) || !block.words.has('def') || !block.uses.added.has(name)) continue;
    const before = found.length;
    const { enters, holds } = holdingWord(block, name);
    walkStatements(model, model.syntax.read(block), model.root, {
      enters,
      // No expression of Python holds statements.
      holds: () => false,
      expression: () => {},
      statement: (statement, scope) => {
        if (statement.kind !== 'function') return;
        const { start, end } = statement.body;
        if (!holds(statement.body)) return;
        const inner = model.scopeOf(statement, scope);
        const statements = statement.body.read();
        const isGlobal = flatStatements(statements).some(
          (one) => one.kind === 'scope' && one.type === 'global' && one.names.includes(name),
        );
        if (!isGlobal && isBoundIn(inner, name)) return;
        for (const binding of collectBindings(statements, inner)) {
          if (binding.name !== name || (!isGlobal && binding.source.kind !== 'addition')) continue;
          found.push({ ...binding, branch: binding.branch ?? { start, end } });
        }
      },
    });
    // What is too deep to be read has to be come upon again.
    if (found.length === before && block.firstCut === undefined) block.inner.add(name);
  }
  return found;
}

/** True when a function, or one around it, has a name of its own. */
function isBoundIn(scope: Scope, name: string): boolean {
  for (let at: Scope | undefined = scope; at?.owner !== undefined; at = at.parent) {
    if (at.owner.kind !== 'class' && at.bindingsOf(name).some(({ source }) => source.kind !== 'addition'))
      return true;
  }
  return false;
}
