import type { Asked } from '../syntax/asked.js';
import type { Block } from '../syntax/block.js';
import type { ModuleSyntax, SyntaxChange } from '../syntax/module-syntax.js';
import { collectBindings } from './collect-bindings.js';
import { ModuleModel } from './module-model.js';

/** Which answers about all statements of a module may be others than before a change. */
export class BlockChange {
  readonly removed: ReadonlySet<Block>;
  readonly added: ReadonlySet<Block>;
  readonly #bound = new Set<string>();
  readonly #mentioned = new Set<string>();
  readonly #stated = new Set<string>();
  readonly #called = new Set<string>();
  readonly #handed = new Set<string>();

  constructor({ removed, added }: SyntaxChange, syntax: ModuleSyntax) {
    this.removed = removed;
    this.added = added;
    const { root } = new ModuleModel(syntax);
    for (const block of [...removed, ...added]) {
      for (const word of block.words.keys()) {
        this.#mentioned.add(word);
        if (block.definedName === undefined) this.#stated.add(word);
      }
      for (const word of block.uses.called) this.#called.add(word);
      for (const word of block.uses.handed) this.#handed.add(word);
      if (block.definedName !== undefined) this.#bound.add(block.definedName);
      // What nobody read while it was there, nobody asked for a name.
      else if (block.isParsed || added.has(block)) {
        for (const { name } of collectBindings(syntax.parse(block), root)) this.#bound.add(name);
      }
    }
  }

  /** True when an answer may be another one now. */
  concerns({ bound, mentioned, stated, called, handed }: Asked): boolean {
    return (
      haveCommon(this.#bound, bound) ||
      haveCommon(this.#mentioned, mentioned) ||
      haveCommon(this.#stated, stated) ||
      haveCommon(this.#called, called) ||
      haveCommon(this.#handed, handed)
    );
  }
}

function haveCommon(some: ReadonlySet<string>, others: ReadonlySet<string>): boolean {
  const [fewer, more] = some.size < others.size ? [some, others] : [others, some];
  for (const one of fewer) if (more.has(one)) return true;
  return false;
}
