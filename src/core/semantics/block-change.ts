import type { Block } from '../syntax/block.js';
import type { ModuleSyntax } from '../syntax/module-syntax.js';
import type { SyntaxChange } from '../syntax/take-over.js';
import { collectBindings } from './collect-bindings.js';
import { ModuleModel } from './module-model.js';

/** What about all statements of a module may be otherwise than before a change. */
export class BlockChange {
  readonly removed: ReadonlySet<Block>;
  readonly added: ReadonlySet<Block>;
  /** The first statement after the change; undefined when there is none. */
  readonly next: Block | undefined;
  /** Names that are bound, words that stand, stand in no definition, are called, and are handed over, somewhere in it. */
  readonly bound = new Set<string>();
  readonly mentioned = new Set<string>();
  readonly stated = new Set<string>();
  readonly called = new Set<string>();
  readonly handed = new Set<string>();

  constructor({ removed, added, next }: SyntaxChange, syntax: ModuleSyntax) {
    this.removed = removed;
    this.added = added;
    this.next = next;
    const { root } = new ModuleModel(syntax);
    for (const block of [...removed, ...added]) {
      for (const word of block.words.keys()) {
        this.mentioned.add(word);
        if (block.definedName === undefined) this.stated.add(word);
      }
      for (const word of block.uses.called) this.called.add(word);
      for (const word of block.uses.handed) this.handed.add(word);
      for (const name of block.uses.added) this.bound.add(name);
      if (block.definedName !== undefined) this.bound.add(block.definedName);
      // What nobody read while it was there, nobody asked for a name.
      else if (block.isParsed || added.has(block)) {
        for (const { name } of collectBindings(syntax.parse(block), root)) this.bound.add(name);
      }
    }
  }
}
