import type { Block } from '../syntax/block.js';
import { flatStatements } from '../syntax/visit.js';
import { ADDING_METHODS } from './adding-calls.js';
import { collectBindings } from './collect-bindings.js';
import type { ModuleModel } from './module-model.js';
import type { Binding, Scope } from './scope.js';
import { walkStatements } from './walk.js';

/** What adds to what a name stands for, after the name. */
const ADDS = new RegExp(
  String.raw`\s*(?:\[[^\n]{0,200}\]\s*[+|]?=(?!=)|(?:\.\s*\w+\s*){0,2}(?:\[[^\n]{0,200}\]\s*[+|]?=(?!=)|\.\s*(?:${[...ADDING_METHODS].join('|')})\s*\(|[+|]?=(?!=)))`,
  'y',
);
const GLOBAL = /\bglobal[ \t]+([\w, \t]+)/g;

/** Names of the module that functions in a block may bind, or add to: those of `words`. */
export function namesBoundOutside(block: Block, words: Iterable<string>): readonly string[] {
  const { code } = block;
  const declared = new Set(
    block.words.has('global')
      ? Array.from(code.matchAll(GLOBAL), ([, names = '']) => names.split(/[\s,]+/)).flat()
      : [],
  );
  return [...words].filter((word) => declared.has(word) || isAddedTo(block, word));
}

function isAddedTo({ code, words }: Block, name: string): boolean {
  return (words.get(name) ?? []).some((at) => {
    ADDS.lastIndex = at + name.length;
    const found = ADDS.exec(code);
    // Giving the name itself a value binds it where that stands.
    return found !== null && !/^\s*[+|]?=$/.test(found[0]);
  });
}

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
    const [bound] = namesBoundOutside(block, [name]);
    if (bound === undefined) continue;
    const places = (block.words.get(name) ?? []).map((at) => block.start + at);
    walkStatements(model, model.syntax.read(block), model.root, {
      enters: ({ start, end }) => places.some((at) => start <= at && at < end),
      expression: () => {},
      statement: (statement, scope) => {
        if (statement.kind !== 'function') return;
        const { start, end } = statement.body;
        if (!places.some((at) => start <= at && at < end)) return;
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
